import type { createLogs } from '../../src/main/logs/log-service';

/** Logs over one folder, as if it were that of the worker's session. */
export function logsOver(workerFile: string, folder: string): Parameters<typeof createLogs>[0] {
  return {
    workerFile,
    places: async () => ({
      folders: [{ kind: 'session', path: folder, session: 'session_now', current: true }],
      temporaryDirectories: [],
      tasks: [],
      jobs: [],
      homes: ['/Users/ada'],
      secrets: [],
    }),
    spool: null,
    makeBundle: () => Promise.reject(new Error('not in this test')),
    log: () => undefined,
    now: Date.now,
  };
}

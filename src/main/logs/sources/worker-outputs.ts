import type { ListedLog } from './list-logs';

/** What workers print, by their pids: a session has thousands of workers. */
export type WorkerOutputs = ReadonlyMap<number, readonly ListedLog[]>;

/** Of a folder. */
export function workerOutputsOf(sources: Iterable<{ logs: readonly ListedLog[] }>): WorkerOutputs {
  const outputs = new Map<number, ListedLog[]>();
  for (const { logs } of sources) {
    for (const log of logs) {
      if (log.pid === null || log.stream === null) continue;
      const own = outputs.get(log.pid) ?? [];
      own.push(log);
      outputs.set(log.pid, own);
    }
  }
  return outputs;
}

/** What the worker prints whose core log this is, the oldest first; a pid alone may have been an earlier worker's. */
export function outputsBeside(outputs: WorkerOutputs, { pid, workerId }: ListedLog): ListedLog[] {
  return (pid === null ? [] : (outputs.get(pid) ?? []))
    .filter((log) => log.workerId === null || workerId === null || log.workerId === workerId)
    .sort((a, b) => a.stat.mtimeMs - b.stat.mtimeMs || b.rotation - a.rotation);
}

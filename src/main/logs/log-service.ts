import { z } from 'zod';
import { RaybarFailure } from '../../shared/errors';
import { logProblemsSchema } from '../../shared/log-problems';
import {
  logFollowSchema,
  type LogOpened,
  logOpenedSchema,
  logMatchSchema,
  logPlaceSchema,
  logRowSchema,
  logRowsSchema,
  logSourceSchema,
  logTextSchema,
  type LogViewState,
} from '../../shared/log-views';
import { BundleKeeper } from './bundle/bundle-keeper';
import type { MadeBundle } from './bundle/make-bundle';
import { engineFailed } from './engine/engine-error';
import { EngineKeeper } from './engine/engine-keeper';
import { type EngineQuestion, startEngineThread } from './engine/engine-thread';
import type { Logs } from './log-handlers';
import type { LogPlaces } from './sources/log-places';

export interface LogsOptions {
  /** The bundle of log-worker.ts; null where there is none: every question is refused then. */
  workerFile: string | null;
  /** Where logs are at the moment. */
  places: () => Promise<LogPlaces>;
  /** Fetches logs from elsewhere while the engine runs. */
  spool: { start(): void; stop(): Promise<void> } | null;
  /** Puts a diagnostics bundle together. */
  makeBundle: () => Promise<MadeBundle>;
  log: (line: string) => void;
  now: () => number;
}

/** The logs of a Raybar: its engine runs in a thread, started by the first question. */
export function createLogs({ workerFile, places, spool, makeBundle, log, now }: LogsOptions): Logs {
  const listeners = new Set<(state: LogViewState) => void>();
  const keeper = new EngineKeeper({
    start(tell, ended) {
      if (workerFile === null)
        throw new RaybarFailure(engineFailed('This build of Raybar has no log engine.'));
      const thread = startEngineThread(workerFile, tell, ended);
      spool?.start();
      return thread;
    },
    ended: async () => spool?.stop(),
    places,
    tell(state) {
      for (const listener of listeners) listener(state);
    },
    log,
    now,
  });

  const ask = (question: EngineQuestion): Promise<unknown> => keeper.ask(question);

  /** A view that windows may ask for from now on. */
  async function opened(question: EngineQuestion): Promise<LogOpened> {
    const answer = logOpenedSchema.parse(await ask(question));
    keeper.seen(answer.state);
    return answer;
  }

  const bundles = new BundleKeeper(makeBundle);

  return {
    handlers: {
      logsSources: async (input) =>
        z.array(logSourceSchema).parse(await ask({ kind: 'command', name: 'logsSources', input })),
      logsOpen: (input) => opened({ kind: 'command', name: 'logsOpen', input }),
      logsChange: (input) => opened({ kind: 'command', name: 'logsChange', input }),
      logsRows: async (input) => logRowsSchema.parse(await ask({ kind: 'command', name: 'logsRows', input })),
      logsLocate: async (input) =>
        logPlaceSchema.parse(await ask({ kind: 'command', name: 'logsLocate', input })),
      logsMatch: async (input) =>
        logMatchSchema.nullable().parse(await ask({ kind: 'command', name: 'logsMatch', input })),
      logsMatches: async (input) =>
        z.array(logRowSchema).parse(await ask({ kind: 'command', name: 'logsMatches', input })),
      logsText: async (input) => logTextSchema.parse(await ask({ kind: 'command', name: 'logsText', input })),
      logsFollow: async (input) =>
        logFollowSchema.parse(await ask({ kind: 'command', name: 'logsFollow', input })),
      async logsClose(input) {
        keeper.forget(input.view);
        // An engine that ended has no views.
        if (keeper.isRunning) await ask({ kind: 'command', name: 'logsClose', input });
        return undefined;
      },
      logsProblems: async (input) =>
        logProblemsSchema.parse(await ask({ kind: 'command', name: 'logsProblems', input })),
      logsBundlePreview: () => bundles.preview(),
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathOf: async (sourceId, key) =>
      z
        .string()
        .nullable()
        .parse(await ask({ kind: 'path', sourceId, key })),
    writeBundle: (id, path) => bundles.write(id, path),
    closeViews: () => keeper.closeViews(),
    async close() {
      bundles.letGo();
      await keeper.close();
    },
  };
}

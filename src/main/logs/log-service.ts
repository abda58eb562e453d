import { RaybarFailure } from '../../shared/errors';
import type { Logs } from './log-handlers';

/** The logs of a Raybar whose engine is not built in yet: every question is refused. */
export function createLogs(): Logs {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new RaybarFailure({
        code: 'log-engine-failed',
        tried: 'Asked for the logs',
        found: 'This build of Raybar has no log engine.',
        fixes: ['Open the folder with the logs instead.'],
        retryable: false,
      }),
    );
  return {
    handlers: {
      logsSources: refuse,
      logsOpen: refuse,
      logsChange: refuse,
      logsRows: refuse,
      logsLocate: refuse,
      logsMatch: refuse,
      logsText: refuse,
      logsFollow: refuse,
      logsClose: refuse,
      logsProblems: refuse,
      logsBundlePreview: refuse,
    },
    subscribe: () => () => undefined,
    pathOf: refuse,
    writeBundle: refuse,
    closeViews: () => undefined,
    close: () => Promise.resolve(),
  };
}

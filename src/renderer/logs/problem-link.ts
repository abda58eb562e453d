import type { ErrorCode } from '../../shared/errors';
import type { LogProblem } from '../../shared/log-problems';

export interface ProblemLink {
  readonly label: string;
  readonly command: 'openSettings' | 'openActivity' | 'openPopover';
}

/** Errors whose cure is a setting. */
const settingsErrors: ReadonlySet<ErrorCode> = new Set([
  'ray-version-mismatch',
  'python-version-mismatch',
  'token-missing',
  'token-wrong',
  'own-address-unknown',
  'port-taken',
]);

/** Where a problem can be mended or looked at in Raybar; null where its words are all there is. */
export function problemLink({ link }: Pick<LogProblem, 'link'>): ProblemLink | null {
  if (link === null) return null;
  if ('errorCode' in link) {
    return settingsErrors.has(link.errorCode)
      ? { label: 'Open Settings', command: 'openSettings' }
      : { label: 'Show the worker', command: 'openPopover' };
  }
  switch (link.doctorCheck) {
    case 'memory':
    case 'disk':
    case 'network':
      return { label: 'Open Activity', command: 'openActivity' };
    case 'python':
      return { label: 'Open Settings', command: 'openSettings' };
    case 'open-files':
    case 'model-cache':
      return null;
  }
}

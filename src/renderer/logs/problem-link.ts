import type { ErrorCode } from '../../shared/errors';
import type { LogProblem, LogProblemId } from '../../shared/log-problems';

/** A window of Raybar's, or a shell command to copy that mends or looks into the problem. */
export type ProblemLink =
  | { readonly label: string; readonly command: 'openSettings' | 'openActivity' | 'openPopover' }
  | { readonly label: string; readonly shellCommand: string };

/** Errors whose cure is a setting. */
const settingsErrors: ReadonlySet<ErrorCode> = new Set([
  'ray-version-mismatch',
  'python-version-mismatch',
  'token-missing',
  'token-wrong',
  'own-address-unknown',
  'port-taken',
]);

const openSettings = { label: 'Open Settings', command: 'openSettings' } as const;
const copyOf = (shellCommand: string): ProblemLink => ({ label: 'Copy command', shellCommand });

/** Limits that the system sets: Raybar has no right to raise them, and a command of the owner's has. They are the ones that the fixes name. */
const limitCommands: Partial<Record<LogProblemId, string>> = {
  'open-files': 'sudo launchctl limit maxfiles 65536 200000',
  'open-files-limit': 'sudo launchctl limit maxfiles 65536 200000',
  'process-limit': 'sudo launchctl limit maxproc 4000 8000',
};

/** Where a problem can be mended or looked at; null where its words are all there is. */
export function problemLink({ id, link }: Pick<LogProblem, 'id' | 'link'>): ProblemLink | null {
  if (link === null) return null;
  if ('errorCode' in link) {
    return settingsErrors.has(link.errorCode)
      ? openSettings
      : { label: 'Show the worker', command: 'openPopover' };
  }
  switch (link.doctorCheck) {
    case 'memory':
    case 'disk':
    case 'network':
      return { label: 'Open Activity', command: 'openActivity' };
    // The model cache's folder and the Python environment are settings.
    case 'python':
    case 'model-cache':
      return openSettings;
    case 'open-files':
      return copyOf(limitCommands[id] ?? 'launchctl limit');
  }
}

import type { DoctorCheck } from '../../shared/doctor';
import type { ErrorCode } from '../../shared/errors';
import { raiseOpenFilesCommand, raiseProcessesCommand } from '../../shared/limit-commands';
import type { LogProblem, LogProblemId } from '../../shared/log-problems';

/** A window of Raybar's, or a shell command to copy that mends the problem. */
export type ProblemLink =
  | { readonly label: string; readonly command: 'openSettings' | 'openPopover' }
  | { readonly label: string; readonly doctorCheck: DoctorCheck }
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

/** The ones that the fixes name: a command of the owner's may raise what Raybar may not. */
const limitCommands: Partial<Record<LogProblemId, string>> = {
  'open-files': raiseOpenFilesCommand,
  'open-files-limit': raiseOpenFilesCommand,
  'process-limit': raiseProcessesCommand,
};

/** Where a problem can be looked at or mended; none where its words are all there is. */
export function problemLinks({ id, link }: Pick<LogProblem, 'id' | 'link'>): ProblemLink[] {
  if (link === null) return [];
  if ('errorCode' in link) {
    return settingsErrors.has(link.errorCode)
      ? [{ label: 'Open Settings', command: 'openSettings' }]
      : [{ label: 'Show the worker', command: 'openPopover' }];
  }
  const shellCommand = limitCommands[id];
  return [
    { label: 'Check it', doctorCheck: link.doctorCheck },
    ...(shellCommand === undefined ? [] : [{ label: 'Copy command', shellCommand }]),
  ];
}

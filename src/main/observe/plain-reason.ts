import { systemErrorCode } from '../settings/write-whole';
import { CommandError } from '../system/command-error';
import { messageOf } from './reading';

/**
 * Pure: why a reading is missing, in a few plain words to stand where the value would; a command's whole line, and what it said on stderr, are
 * for the log.
 */
export function plainReason(error: unknown, answerMs: number): string {
  if (!(error instanceof CommandError)) return messageOf(error);
  const { file, timedOut, signal, code, cause } = error;
  if (timedOut) return `${file} gave no answer within ${answerMs / 1_000} s`;
  if (signal !== null) return `${file} was ended by ${signal}`;
  if (code !== null) return `${file} failed (exit ${code})`;
  return systemErrorCode(cause) === 'ENOENT' ? `${file} is not there` : `${file} could not be started`;
}

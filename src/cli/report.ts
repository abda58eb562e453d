import type { CliContext } from './cli-context';
import { type ExitCode, exitCodes } from './exit-codes';

/** Says that a command without an answer of its own was taken. */
export function report({ json, stdout }: Pick<CliContext, 'json' | 'stdout'>, words: string): ExitCode {
  stdout(json ? '{"ok":true}\n' : `${words}\n`);
  return exitCodes.ok;
}

import type { CliSurroundings } from '../../src/cli/cli-context';
import { connectControl } from '../../src/cli/control-client';
import type { ExitCode } from '../../src/cli/exit-codes';
import { runCli } from '../../src/cli/run-cli';
import { exampleNow } from './snapshots';

export interface CliOutput {
  /** What was written so far. */
  stdout: string;
  stderr: string;
}
export type CliRun = CliOutput & { code: ExitCode };

/**
 * Runs a command line in this process against the control socket, as in a pipe, with the clock of the example
 * snapshots.
 */
export function startCli(
  socketPath: string,
  line: readonly string[],
  more: Partial<CliSurroundings> = {},
): { output: CliOutput; ended: Promise<CliRun> } {
  const output = { stdout: '', stderr: '' };
  const running = runCli(line, '0.1.0', {
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    isTerminal: false,
    now: () => exampleNow,
    connect: () => connectControl(socketPath, process.getuid?.() ?? 0),
    place: { locale: 'en-GB', timeZone: 'UTC' },
    ...more,
  });
  return { output, ended: running.then((code) => ({ code, ...output })) };
}

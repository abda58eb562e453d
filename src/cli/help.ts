import { commandTable } from './command-table';
import type { CliCommand } from './cli-context';
import { table } from './status-text';

/** Pure: `raybar --help`. */
export function helpText(version: string): string {
  const rows = commandTable.map(({ name, usage, summary }) => [`  ${name} ${usage}`.trimEnd(), summary]);
  return `raybar ${version}: lends this machine to a Ray cluster. Speaks to the Raybar that runs.

Usage: raybar COMMAND [OPTIONS]

${table(rows).join('\n')}

Options of every command:
  --json     one JSON object on stdout; an error is {"error": {"code", "tried", "found", "fixes", "retryable"}}
  --help     this text, or a command's own
  --version

Exit codes:
  0   done; status --check: contributing
  1   the app refused or failed the command; stderr has the error's code and what to do
      doctor: a check failed
  2   the command line was not understood
  3   Raybar does not run
  4   waited too long; what was asked for may still happen
  10  status --check: out, as wanted
  11  status --check: wanted in, and not there yet (joining, lost, trying again)
  12  status --check: gave up; \`raybar status\` says why

RAYBAR_STATE_DIRECTORY names the state directory of a Raybar that doesn't use its platform's default.
`;
}

/** Pure: `raybar COMMAND --help`. */
export const commandHelpText = ({ name, usage, summary }: CliCommand): string =>
  `Usage: raybar ${name} ${usage}`.trimEnd() + `\n\n${summary}\n`;

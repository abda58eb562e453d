import { commandTable } from './command-table';
import type { CliCommand } from './cli-context';

/** Pure: `raybar --help`. */
export function helpText(version: string): string {
  return `raybar ${version}: lends this machine to a Ray cluster. Speaks to the Raybar that runs.

Usage: raybar COMMAND [OPTIONS]

${commandTable.flatMap(entry).join('\n')}

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

/** Where the summaries begin, and where they end on a terminal of the usual width. */
const summaryColumn = 34;
const lineWidth = 100;

/** A command and what it does; one with many options has its summary below. */
function entry({ name, usage, summary }: CliCommand): string[] {
  const head = `  ${name} ${usage}`.trimEnd();
  const [first = '', ...rest] = wrap(summary, lineWidth - summaryColumn);
  const indented = (text: string): string => `${' '.repeat(summaryColumn)}${text}`;
  const begin =
    head.length + 2 > summaryColumn ? [head, indented(first)] : [head.padEnd(summaryColumn) + first];
  return [...begin, ...rest.map(indented)];
}

/** Breaks at blanks; a word that is longer than a line stays whole. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Pure: `raybar COMMAND --help`. */
export const commandHelpText = ({ name, usage, summary }: CliCommand): string =>
  `Usage: raybar ${name} ${usage}`.trimEnd() + `\n\n${summary}\n`;

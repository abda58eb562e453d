import { parseArgs } from 'node:util';
import { RaybarFailure } from '../shared/errors';
import { nearestName } from '../shared/nearest-name';
import type { CliCommand, CliSurroundings, CommandLine } from './cli-context';
import { isAppGone, UsageError, WaitedTooLong } from './cli-errors';
import { commandTable } from './command-table';
import { type ExitCode, exitCodes } from './exit-codes';
import { commandHelpText, helpText } from './help';
import { protectValues } from './protect-values';
import { errorLines } from './status-text';

/** Runs one command line. Never rejects for anything that an owner can meet. */
export async function runCli(
  argv: readonly string[],
  version: string,
  surroundings: CliSurroundings,
): Promise<ExitCode> {
  // Errors of the command line itself are told in JSON, too.
  const json = argv.includes('--json');
  try {
    return await runCommandLine(argv, version, surroundings);
  } catch (error) {
    return tellError(error, json, surroundings);
  }
}

async function runCommandLine(
  argv: readonly string[],
  version: string,
  surroundings: CliSurroundings,
): Promise<ExitCode> {
  const found = findCommand(argv);
  const words = argv.slice(found?.words ?? 0);
  if (words.includes('--help') || words.includes('-h')) {
    surroundings.stdout(found === null ? helpText(version) : commandHelpText(found.command));
    return exitCodes.ok;
  }
  if (found === null) {
    if (argv.includes('--version') || argv.includes('-v')) {
      surroundings.stdout(`${version}\n`);
      return exitCodes.ok;
    }
    throw unknownCommand(argv);
  }
  const { positionals, ...parsed } = parseWords(found.command, words);
  const values: Readonly<Record<string, unknown>> = parsed.values;
  const line: CommandLine = {
    positionals,
    flag: (name) => values[name] === true,
    option: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    values: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
  const context = { ...surroundings, ...line, json: values['json'] === true };
  const { run, runWithoutApp } = readCommand(found.command, line);
  const client = await surroundings.connect().catch((error: unknown) => {
    if (runWithoutApp !== undefined && isAppGone(error)) return null;
    throw error;
  });
  if (client === null) return runWithoutApp?.(context) ?? exitCodes.notRunning;
  try {
    return await run({ ...context, client });
  } finally {
    client.close();
  }
}

const readCommand = (command: CliCommand, line: CommandLine) =>
  'read' in command ? { run: command.read(line), runWithoutApp: undefined } : command;

/** The command whose name the line begins with; names are one or two words. */
function findCommand(argv: readonly string[]): { command: CliCommand; words: number } | null {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const command = commandTable.find((known) => known.name === name);
    if (command !== undefined) return { command, words };
  }
  return null;
}

function parseWords(command: CliCommand, words: readonly string[]) {
  const { least, most } = command.arguments ?? { least: 0, most: 0 };
  let parsed;
  try {
    parsed = parseArgs({
      args: protectValues(command, words),
      options: { json: { type: 'boolean' }, ...command.options },
      allowPositionals: most > 0,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { positionals } = parsed;
  if (positionals.length < least || positionals.length > most) {
    throw new UsageError(`write it as: raybar ${command.name} ${command.usage}`);
  }
  return parsed;
}

function unknownCommand(argv: readonly string[]): UsageError {
  const typed = argv.filter((word) => !word.startsWith('-')).slice(0, 2);
  if (typed.length === 0) return new UsageError('no command; `raybar --help` lists them');
  const names = commandTable.map(({ name }) => name);
  const [first = '', second] = typed;
  const group = names.filter((name) => name.startsWith(`${first} `));
  if (group.length > 0) return unknownOfGroup(first, second, group);
  // The second word may be an argument: "puase 30m".
  const nearest = nearestName(typed.join(' '), names) ?? nearestName(first, names);
  const hint = nearest === null ? '`raybar --help` lists the commands' : didYouMean(nearest);
  return new UsageError(`there is no command "${first}"; ${hint}`);
}

/** @param group the names of the commands that begin with this word */
function unknownOfGroup(word: string, second: string | undefined, group: readonly string[]): UsageError {
  const all = `there are ${group.map((name) => `\`raybar ${name}\``).join(' and ')}`;
  if (second === undefined) return new UsageError(`"${word}" alone is no command; ${all}`);
  const lasts = group.map((name) => name.slice(word.length + 1));
  const nearest = nearestName(second, lasts);
  const hint = nearest === null ? all : didYouMean(`${word} ${nearest}`);
  return new UsageError(`there is no command "${word} ${second}"; ${hint}`);
}

const didYouMean = (name: string): string => `did you mean \`raybar ${name}\`?`;

function tellError(error: unknown, json: boolean, { stdout, stderr }: CliSurroundings): ExitCode {
  const tell = (code: string, text: string, whole: object): void => {
    stderr(text);
    if (json) stdout(`${JSON.stringify({ error: { code, ...whole } })}\n`);
  };
  if (error instanceof UsageError) {
    tell('usage', `raybar: ${error.message}\n`, { found: error.message });
    return exitCodes.usage;
  }
  if (error instanceof WaitedTooLong) {
    tell('waited-too-long', `raybar: waited too long: ${error.message}\n`, { found: error.message });
    return exitCodes.waitedTooLong;
  }
  if (error instanceof RaybarFailure) {
    tell(error.error.code, `raybar: ${errorLines(error.error).join('\n')}\n`, error.error);
    return isAppGone(error) ? exitCodes.notRunning : exitCodes.failed;
  }
  throw error;
}

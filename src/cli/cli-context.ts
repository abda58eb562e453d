import type { ParseArgsConfig } from 'node:util';
import type { Place } from '../shared/view/format';
import type { ControlClient } from './control-client';
import type { ExitCode } from './exit-codes';
import type { LogAsker } from './log-asker';

/** Where a command writes and what it knows of the world; tests bring their own. */
export interface CliSurroundings {
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** True when stdout is a terminal that shows a moving picture. */
  isTerminal: boolean;
  now: () => number;
  connect: () => Promise<ControlClient>;
  /** Where times are told; this machine's own when left out. */
  place?: Place;
  /** True where colours are welcome: a terminal, and nobody said NO_COLOR. */
  isColoured?: boolean;
  /** Resolves when stdout can take more; a pipe's reader may be slow. */
  drained?: () => Promise<void>;
  /** From the first call on Ctrl-C aborts this instead of ending the process. */
  interrupted?: () => AbortSignal;
  /** Reads the logs themselves, where no app runs. */
  readLogs?: () => Promise<LogAsker>;
}

/** What was typed behind a command's name. */
export interface CommandLine {
  positionals: readonly string[];
  /** An option that takes a value; undefined when it was not given. */
  option: (name: string) => string | undefined;
  /** The values of an option that may be given several times, in their order. */
  values: (name: string) => readonly string[];
  /** An option that takes none. */
  flag: (name: string) => boolean;
}

export interface CliContext extends CliSurroundings, CommandLine {
  client: ControlClient;
  json: boolean;
}

/** Answers with `--json` in one object on stdout. @throws UsageError, WaitedTooLong, RaybarFailure */
type RunCommand = (context: CliContext) => Promise<ExitCode>;

interface CommandWords {
  /** As it is typed: "settings get". */
  name: string;
  /** What follows the name in the help. */
  usage: string;
  summary: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /**
   * How many arguments it takes; none when left out. `isValue` says of which, counted from 0, that they are values: one may begin
   * with a dash and is no option then. A negative number always is one.
   */
  arguments?: { least: number; most: number; isValue?: (index: number) => boolean };
}

interface CommandAtOnce {
  run: RunCommand;
  /** What it does when Raybar does not run; left out, it can't do anything then. */
  runWithoutApp?: (context: Omit<CliContext, 'client'>) => Promise<ExitCode>;
}

interface CommandOnceRead {
  /**
   * Pure: reads all that was typed, and answers with what is to be done. It comes before anything is connected or sent: a wrong
   * value is told whether or not Raybar runs, and does nothing. @throws UsageError
   */
  read: (line: CommandLine) => RunCommand;
}

export type CliCommand = CommandWords & (CommandAtOnce | CommandOnceRead);

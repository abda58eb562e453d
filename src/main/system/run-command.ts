import { CommandError } from './command-error';

export interface CommandOptions {
  /** Variables beside our own environment. `LC_ALL=C` is always set: numbers and dates are to be parsed. */
  env?: Readonly<Record<string, string>>;
  /** After it the command is killed and CommandError says `timedOut`. 5 s when left out. */
  timeoutMs?: number;
  cwd?: string;
  /** Kills the command (SIGKILL) when it aborts. */
  signal?: AbortSignal;
  /**
   * Called once when the process has ended, or could not be started. One that hangs in the kernel outlives its SIGKILL, and with
   * it the CommandError.
   */
  onEnded?: () => void;
}

export interface CommandOutput {
  stdout: string;
  stderr: string;
}

export type RunCommand = (
  file: string,
  args: readonly string[],
  options?: CommandOptions,
) => Promise<CommandOutput>;

/** Where the OS keeps its own commands: a `ps` of the owner's making in another folder is not meant. */
const systemPath = '/usr/bin:/bin:/usr/sbin:/sbin';

/** A whole listing of processes on a busy Mac is under 1 MiB; what goes on for 16 is broken. */
const mostOutputBytes = 16 * 2 ** 20;

/** A command that hangs would hang in SIGTERM's handler too. */
const limitSignal = 'SIGKILL';

/** A command runner that looks names up in `path`. Tests put their shims there. */
export function createRunCommand(path: string = systemPath): RunCommand {
  return async (file, args, { env = {}, timeoutMs = 5_000, cwd, signal, onEnded } = {}) => {
    // Loaded when it is first needed: Linux starts no command, and on a Mac the tray need not wait for it.
    const { execa } = await import('execa');
    const startedAt = performance.now();
    const child = execa(file, args, {
      env: { ...env, PATH: env['PATH'] ?? path, LC_ALL: 'C' },
      ...(cwd === undefined ? {} : { cwd }),
      ...(signal === undefined ? {} : { signal }),
      stdin: 'ignore',
      timeout: timeoutMs,
      killSignal: limitSignal,
      maxBuffer: mostOutputBytes,
      stripFinalNewline: false,
      // The exit hooks that this would set are the app's business; a command outlives us by its time limit at most.
      cleanup: false,
      reject: false,
    });
    if (onEnded) void child.once('exit', onEnded);
    const result = await child;
    // What was never started has no exit.
    if (onEnded && child.pid === undefined) onEnded();
    if (!result.failed) return { stdout: result.stdout, stderr: result.stderr };
    // Node counts the limit, too, and may kill a moment before execa does: to execa that is anybody's signal.
    const isOverdue = result.signal === limitSignal && performance.now() - startedAt >= timeoutMs - 1;
    throw new CommandError({
      file,
      args,
      // Absent, against its type, where the program could not be started.
      code: result.exitCode ?? null,
      signal: result.signal ?? null,
      stdout: result.stdout ?? '',
      stderr: result.stderr ?? '',
      timedOut: result.timedOut || isOverdue,
      cause: result instanceof Error ? result : undefined,
    });
  };
}

/**
 * Runs a command of the OS to its end. No shell is in between: arguments are taken as they are.
 *
 * @throws CommandError when it can't be started, exits with another code than 0, is killed, or takes too long
 */
export const runCommand: RunCommand = createRunCommand();

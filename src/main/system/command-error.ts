export interface CommandFailure {
  file: string;
  args: readonly string[];
  /** Null when it was killed, or could not be started. */
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  cause: Error | undefined;
}

/** A command of the OS that did not do its work. Its arguments and output go to logs: give it no secrets. */
export class CommandError extends Error {
  readonly file: string;
  readonly args: readonly string[];
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;

  constructor({ file, args, code, signal, stdout, stderr, timedOut, cause }: CommandFailure) {
    const how = timedOut
      ? 'took too long and was ended'
      : signal !== null
        ? `was ended by ${signal}`
        : code !== null
          ? `exited with ${code}`
          : `could not be run (${cause?.message ?? 'unknown'})`;
    const words = stderr.trim().split('\n').at(-1) ?? '';
    super(`${[file, ...args].join(' ')}: ${how}${words === '' ? '' : `: ${words}`}`, { cause });
    this.name = 'CommandError';
    this.file = file;
    this.args = args;
    this.code = code;
    this.signal = signal;
    this.stdout = stdout;
    this.stderr = stderr;
    this.timedOut = timedOut;
  }
}

/**
 * What a command printed that answers as far as it can and then exits with a failure (an oid that this macOS doesn't know, a folder that is
 * not there). Throws what was no such thing.
 */
export function outputDespiteFailure(error: unknown): string {
  if (error instanceof CommandError && error.code !== null && !error.timedOut && error.stdout !== '')
    return error.stdout;
  throw error;
}

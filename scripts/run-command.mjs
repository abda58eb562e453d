import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// Runs in Electron 22's main process too (Node 16): no global fetch, no import.meta, no top-level await.

/** Lines kept of each stream, unless told otherwise: enough to classify a failure, and no more than a reader wants to see. */
const KEPT_LINES = 200;
const KILL_AFTER_MS = 3_000;
const CANCELLED = 'cancelled';

export class CommandFailed extends Error {
  /**
   * @param {string[]} command
   * @param {{code: number | null, killedBy: NodeJS.Signals | null, stdout: string, stderr: string, why?: string, spawnCode?: string}} outcome
   */
  constructor(command, { code, killedBy, stdout, stderr, why, spawnCode }) {
    super(`${command.join(' ')}: ${why ?? (killedBy ? `ended by ${killedBy}` : `exit code ${code}`)}`);
    this.name = 'CommandFailed';
    this.command = command;
    this.code = code;
    this.killedBy = killedBy;
    this.why = why;
    this.stdout = stdout;
    this.stderr = stderr;
    /** ENOENT, EACCES…: the program did not even start. */
    this.spawnCode = spawnCode;
  }

  /** Somebody called it off. */
  get cancelled() {
    return this.why === CANCELLED;
  }

  /** Everything it said, for classifying. */
  get output() {
    return `${this.stdout}\n${this.stderr}`;
  }
}

/**
 * Runs a program to its end. It gets a process group of its own, so that cancelling it (or its time running out)
 * takes its children along.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, timeoutMs?: number, onLine?: (line: string) => void, keepLines?: number}} [options]
 * @returns {Promise<{stdout: string, stderr: string}>}
 */
export function runCommand(
  program,
  args,
  { cwd, env, signal, timeoutMs, onLine, keepLines = KEPT_LINES } = {},
) {
  return new Promise((resolve, reject) => {
    /** @type {{stdout: string[], stderr: string[]}} */
    const lines = { stdout: [], stderr: [] };
    /** @type {string | undefined} */
    let why;
    const child = spawn(program, args, {
      ...(cwd ? { cwd } : {}),
      env: env ?? process.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
      createInterface({ input: child[stream] }).on('line', (line) => {
        lines[stream].push(line);
        if (lines[stream].length > keepLines) lines[stream].shift();
        onLine?.(line);
      });
    }

    /** @param {string} reason */
    const end = (reason) => {
      why ??= reason;
      killGroup(child.pid, 'SIGTERM');
      setTimeout(() => killGroup(child.pid, 'SIGKILL'), KILL_AFTER_MS).unref();
    };
    const onAbort = () => end(CANCELLED);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const timer = timeoutMs
      ? setTimeout(() => end(`no end after ${timeoutMs / 1000} s`), timeoutMs)
      : undefined;

    /**
     * @param {number | null} code
     * @param {NodeJS.Signals | null} killedBy
     * @param {string} [spawnCode]
     */
    const settle = (code, killedBy, spawnCode) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      const said = { stdout: lines.stdout.join('\n'), stderr: lines.stderr.join('\n') };
      if (code === 0 && !why) resolve(said);
      else reject(new CommandFailed([program, ...args], { code, killedBy, why, spawnCode, ...said }));
    };
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      why ??= error.message;
      settle(null, null, error.code);
    });
    child.on('close', (code, killedBy) => settle(code, killedBy));
  });
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signalName
 */
function killGroup(pid, signalName) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signalName);
  } catch {
    // Already gone: that is what was wanted.
  }
}

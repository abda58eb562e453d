import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import type { ProcessIdentity } from './process-identity';

export interface DetachedSpawn {
  /** An absolute path, or a name that is looked up in `env.PATH`. */
  file: string;
  args: readonly string[];
  /** The whole environment: nothing is inherited. */
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Output is appended; a new file is readable by the owner alone. The two may be one. */
  stdoutFile: string;
  stderrFile: string;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface DetachedProcess extends ProcessIdentity {
  /** Resolves when the process that was spawned ends; its children may live on. Known only while this app lives. */
  exited: Promise<ProcessExit>;
}

/** The token of a process that ended before it could be looked at. It is nobody's. */
export const endedAtOnce = 'ended-at-once';

/**
 * See System.spawnDetached. The child leads a new session and process group, holds none of our pipes, and doesn't keep us running.
 *
 * @throws the error of `spawn` (ENOENT, EACCES, EAGAIN) when nothing was started
 */
export async function spawnDetached(
  { file, args, env, cwd, stdoutFile, stderrFile }: DetachedSpawn,
  identify: (pid: number) => Promise<ProcessIdentity | null>,
): Promise<DetachedProcess> {
  const stdout = await open(stdoutFile, 'a', 0o600);
  try {
    const stderr = await open(stderrFile, 'a', 0o600);
    try {
      const child = spawn(file, args, { env, cwd, detached: true, stdio: ['ignore', stdout.fd, stderr.fd] });
      const exited = new Promise<ProcessExit>((resolve) => {
        child.once('exit', (code, signal) => resolve({ code, signal }));
      });
      const pid = await new Promise<number>((resolve, reject) => {
        child.once('spawn', () => resolve(child.pid ?? 0));
        child.once('error', reject);
      });
      child.unref();
      const identity = await identify(pid);
      // setsid makes the child its group's leader, whether or not it was still there to be asked.
      return { pid, pgid: pid, startToken: identity?.startToken ?? endedAtOnce, exited };
    } finally {
      await stderr.close();
    }
  } finally {
    await stdout.close();
  }
}

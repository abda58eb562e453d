import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { RaybarFailure } from '../../shared/errors';

/**
 * Makes the place where the control socket will stand: its folder ours and closed to others, and no socket of a dead app in it.
 *
 * @throws RaybarFailure command-failed when the folder is somebody else's, or a living app listens there
 */
export async function prepareSocketPlace(socketPath: string, uid: number): Promise<void> {
  const folder = path.dirname(socketPath);
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  // In a shared /tmp somebody else may have been here first, with a folder or a link of their own.
  const found = await fs.lstat(folder);
  if (!found.isDirectory() || found.uid !== uid) {
    throw cannotListen(socketPath, `${folder} belongs to somebody else.`, [
      'Remove that folder and start Raybar again.',
    ]);
  }
  await fs.chmod(folder, 0o700);
  // No time limit: an app that hangs lives all the same.
  if ((await refusalOf(socketPath)) === null) {
    throw cannotListen(socketPath, 'Another Raybar answers there.', [
      'Use the Raybar that runs, or quit it first.',
    ]);
  }
  await fs.rm(socketPath, { force: true });
}

const cannotListen = (socketPath: string, found: string, fixes: string[]): RaybarFailure =>
  new RaybarFailure({
    code: 'command-failed',
    tried: `Opened the control socket ${socketPath}`,
    found,
    fixes,
    retryable: false,
  });

/**
 * Why nobody takes a connection there; null when somebody does. A socket file outlives an app that was killed; only a living one
 * takes the connection. `timeoutMs` 0: no time limit.
 */
export function refusalOf(socketPath: string, timeoutMs = 0): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = net.connect({ path: socketPath, timeout: timeoutMs });
    const end = (refusal: string | null): void => {
      probe.destroy();
      resolve(refusal);
    };
    probe.once('connect', () => end(null));
    probe.once('timeout', () => end(`no answer within ${timeoutMs / 1_000} s`));
    probe.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

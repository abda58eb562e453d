import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { isAlive } from '../system/is-alive';

/** What Chromium's ProcessSingleton lays into its folder in the temporary directory; nothing else is ever removed with it. */
const laidByChromium = new Set(['SingletonSocket', 'SingletonCookie']);

/**
 * Removes the folder in the temporary directory that a Raybar which was killed left there: Chromium keeps the socket of the single
 * instance in it, takes the lock over at the next start, and forgets that folder. Call it before the lock is asked for.
 *
 * @returns whether one was removed
 */
export function clearKilledSingleton(stateDirectory: string): boolean {
  try {
    if (isLockHeld(readlinkSync(path.join(stateDirectory, 'SingletonLock')))) return false;
    const folder = path.dirname(readlinkSync(path.join(stateDirectory, 'SingletonSocket')));
    // ScopedTempDir's name for it. The link is only a file in a folder of ours: it must not lead to anything else's removal.
    if (!path.basename(folder).startsWith('scoped_dir')) return false;
    if (!lstatSync(folder).isDirectory()) return false;
    if (!readdirSync(folder).every((name) => laidByChromium.has(name))) return false;
    rmSync(folder, { recursive: true });
    return true;
  } catch {
    // No lock, or no folder: there was none, or it ended in order.
    return false;
  }
}

/** @param lock "HOST-PID", as Chromium links it */
function isLockHeld(lock: string): boolean {
  const [, host, pid] = /^(.*)-(\d+)$/.exec(lock) ?? [];
  // A state directory on a shared disk may be another machine's just now.
  if (host !== hostname() || pid === undefined) return true;
  return isAlive(Number(pid));
}

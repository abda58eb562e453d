import { createDarwinSystem } from './darwin/darwin-system';
import { createLinuxSystem } from './linux/linux-system';
import { runCommand } from './run-command';
import type { System } from './system';

/**
 * The system that Raybar runs on.
 *
 * @throws on a platform that Ray's workers and this app are not made for
 */
export function currentSystem(platform: NodeJS.Platform = process.platform): System {
  if (platform === 'darwin') return createDarwinSystem({ run: runCommand });
  if (platform === 'linux') return createLinuxSystem();
  throw new Error(`Raybar runs on macOS and Linux, not on ${platform}.`);
}

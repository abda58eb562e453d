import { createDarwinSystem } from './darwin/darwin-system';
import { createLinuxSystem } from './linux/linux-system';
import { thisHost, type Host } from './host';
import type { System } from './system';

/**
 * The system that Raybar runs on.
 *
 * @throws on a platform that Ray's workers and this app are not made for
 */
export function currentSystem({ platform, run }: Host = thisHost): System {
  if (platform === 'darwin') return createDarwinSystem({ run });
  if (platform === 'linux') return createLinuxSystem();
  throw new Error(`Raybar runs on macOS and Linux, not on ${platform}.`);
}

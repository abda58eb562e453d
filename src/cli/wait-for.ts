import type { Snapshot } from '../shared/snapshot';
import { WaitedTooLong } from './cli-errors';
import type { ControlClient } from './control-client';

/**
 * Watches the snapshot until `reached` says so.
 *
 * @param reached may throw, which ends the waiting: what is waited for can't come any more
 * @param late words for the snapshot that stood last
 * @throws WaitedTooLong, RaybarFailure app-not-running
 */
export async function waitFor(
  client: ControlClient,
  reached: (snapshot: Snapshot) => boolean,
  { timeoutMs, late }: { timeoutMs: number; late: (last: Snapshot | null) => string },
): Promise<Snapshot> {
  let last: Snapshot | null = null;
  let timer: NodeJS.Timeout | undefined;
  const seen = new Promise<Snapshot>((resolve, reject) => {
    timer = setTimeout(() => reject(new WaitedTooLong(late(last))), timeoutMs);
    client.watch((snapshot) => {
      last = snapshot;
      try {
        if (reached(snapshot)) resolve(snapshot);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
  const gone = client.ended.then(() => seen);
  return Promise.race([seen, gone]).finally(() => clearTimeout(timer));
}

import type { Reading } from '../../shared/telemetry';
import { plainReason } from './plain-reason';
import { unavailable } from './reading';

/** A reading that hangs (a network volume that went away) is waited for once, and not begun anew until it has ended. */
export function oneAtATime<T>(timeoutMs: number, read: () => Promise<Reading<T>>): () => Promise<Reading<T>> {
  let underWay = false;
  return async () => {
    if (underWay) return unavailable('the reading before has not come back');
    underWay = true;
    const reading = read()
      .catch((error: unknown): Reading<T> => unavailable(plainReason(error, timeoutMs)))
      .finally(() => {
        underWay = false;
      });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Reading<T>>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, unavailable(`no answer within ${timeoutMs / 1_000} s`));
    });
    return Promise.race([reading, late]).finally(() => clearTimeout(timer));
  };
}

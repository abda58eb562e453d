import type { Reading, Telemetry } from '../../shared/telemetry';
import { Rate } from './rate';
import { unavailable } from './reading';

/** Network and swap are told as counters since the start; what is shown is how fast they grow. */

const measuring = unavailable('being measured');

export class NetworkRate {
  private readonly rate = new Rate();

  /** @param at when the counters were read, ms on a clock that never jumps */
  next(counters: Reading<readonly [received: number, sent: number]>, at: number): Telemetry['network'] {
    if ('unavailable' in counters) return counters;
    const [received, sent] = this.rate.next(counters, at) ?? [];
    return received === undefined || sent === undefined
      ? measuring
      : { receivedBytesPerSecond: received, sentBytesPerSecond: sent };
  }
}

type SwapRates = Pick<
  Extract<Telemetry['swap'], { usedBytes: number }>,
  'inBytesPerSecond' | 'outBytesPerSecond'
>;

export class SwapRate {
  private readonly rate = new Rate();

  next(
    pages: Reading<readonly [pagesIn: number, pagesOut: number]>,
    pageBytes: number,
    at: number,
  ): SwapRates {
    if ('unavailable' in pages) return { inBytesPerSecond: pages, outBytesPerSecond: pages };
    const [pagesIn, pagesOut] = this.rate.next(pages, at) ?? [];
    return {
      inBytesPerSecond: pagesIn === undefined ? measuring : pagesIn * pageBytes,
      outBytesPerSecond: pagesOut === undefined ? measuring : pagesOut * pageBytes,
    };
  }
}

import type { Reading, Telemetry } from '../../shared/telemetry';
import { Growth } from './growth';
import { Rate } from './rate';
import { unavailable } from './reading';

/** Network and swap are told as counters since the start; windows show how fast they grow, Prometheus is told by how much. */

type Counted = Telemetry['counted'];

const measuring = unavailable('being measured');

export class NetworkRate {
  private readonly rate = new Rate();
  private readonly growth = new Growth();

  /** @param at when the counters were read, ms on a clock that never jumps */
  next(counters: Reading<readonly [received: number, sent: number]>, at: number): Telemetry['network'] {
    if ('unavailable' in counters) return counters;
    const [received, sent] = this.rate.next(counters, at) ?? [];
    return received === undefined || sent === undefined
      ? measuring
      : { receivedBytesPerSecond: received, sentBytesPerSecond: sent };
  }

  counted(counters: Reading<readonly [received: number, sent: number]>): Counted['network'] {
    if ('unavailable' in counters) return counters;
    const [receivedBytes = 0, sentBytes = 0] = this.growth.next(counters);
    return { receivedBytes, sentBytes };
  }
}

type SwapRates = Pick<
  Extract<Telemetry['swap'], { usedBytes: number }>,
  'inBytesPerSecond' | 'outBytesPerSecond'
>;

export class SwapRate {
  private readonly rate = new Rate();
  private readonly growth = new Growth();

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

  counted(pages: Reading<readonly [pagesIn: number, pagesOut: number]>, pageBytes: number): Counted['swap'] {
    if ('unavailable' in pages) return pages;
    const [pagesIn = 0, pagesOut = 0] = this.growth.next(pages);
    return { inBytes: pagesIn * pageBytes, outBytes: pagesOut * pageBytes };
  }
}

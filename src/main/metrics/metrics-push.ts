import type { RaybarError } from '../../shared/errors';
import type { HttpAnswer, HttpRequest } from '../system/http-request';
import { httpFailure } from '../system/http-request';
import { metricsContentType } from './metrics-text';
import type { PushTarget } from './push-target';

const timeLimitMs = 5_000;
/** The app is about to end: a gateway that does not answer by then keeps the group. */
const lastDeleteMs = 2_000;
const answerLimitBytes = 64 * 1024;
/** One that misses now and then is no news. */
const missesUntilTold = 3;
/** A gateway that is gone is asked this seldom at last. */
const longestWaitMs = 5 * 60_000;
/** A group that could not be deleted is stale, so it is tried again: after 5, 10, 20, … s. */
const deletesAtMost = 6;
const deleteAgainMs = 5_000;

export interface MetricsPushOptions {
  text: () => Promise<string>;
  send: (request: HttpRequest) => Promise<HttpAnswer>;
  onProblem: (problem: RaybarError | null) => void;
  log: (line: string) => void;
}

/**
 * Puts the metrics to a Pushgateway while the worker is in, and deletes them when it has left: what lies there is scraped for ever. One request is
 * under way at most; the next push waits for it, and waits longer after each that failed.
 */
export class MetricsPush {
  private target: PushTarget | null = null;
  /** Pushed to and not deleted since. */
  private present: PushTarget | null = null;
  private timer: NodeJS.Timeout | null = null;
  private misses = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: MetricsPushOptions) {}

  /** Null: nothing is pushed, and what was is deleted. A target that is as before changes nothing. */
  configure(target: PushTarget | null): void {
    if (JSON.stringify(target) === JSON.stringify(this.target)) return;
    this.target = target;
    this.stopTimer();
    this.misses = 0;
    this.options.onProblem(null);
    void this.inTurn(async () => {
      if (this.present && this.present.url !== target?.url) await this.forget(this.present, 1, timeLimitMs);
      if (target) await this.push(target);
    });
  }

  /** Deletes what was pushed, and ends within seconds. Never rejects. */
  close(): Promise<void> {
    this.target = null;
    this.stopTimer();
    return this.inTurn(async () => {
      this.stopTimer();
      if (this.present) await this.forget(this.present, deletesAtMost, lastDeleteMs);
    });
  }

  /** Two requests never overtake each other: a push after its delete would leave a stale group. */
  private inTurn(act: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(act);
    return this.turn;
  }

  private async push(target: PushTarget): Promise<void> {
    // Meanwhile the settings changed, or the worker left.
    if (this.target !== target) return;
    const { text, onProblem, log } = this.options;
    const begun = Date.now();
    let found: string | null;
    try {
      const body = Buffer.from(await text(), 'utf8');
      // Even a push that looks failed may have arrived.
      this.present = target;
      found = await this.request({ method: 'PUT', url: target.url, body }, timeLimitMs);
    } catch (error) {
      found = String(error);
    }
    if (this.target !== target) return;
    if (found === null) {
      if (this.misses >= missesUntilTold) log(`metrics are pushed to ${target.shownUrl} again`);
      this.misses = 0;
      onProblem(null);
    } else {
      this.misses += 1;
      if (this.misses === 1) log(`metrics were not pushed to ${target.shownUrl}: ${found}`);
      if (this.misses >= missesUntilTold) onProblem(notPushed(target, found));
    }
    const took = Date.now() - begun;
    this.again(Math.max(0, pauseMs(target.intervalMs, this.misses) - took), () => this.push(target));
  }

  /** Deletes a group; a few times if need be, unless it is pushed to again. */
  private async forget(group: PushTarget, attempt: number, limitMs: number): Promise<void> {
    if (this.present !== group) return;
    const found = await this.request({ method: 'DELETE', url: group.url }, limitMs);
    if (found === null) {
      this.present = null;
      return;
    }
    this.options.log(`the metrics at ${group.shownUrl} were not deleted: ${found}`);
    if (attempt >= deletesAtMost || this.target !== null) {
      this.present = null;
      return;
    }
    this.again(deleteAgainMs * 2 ** (attempt - 1), () => this.forget(group, attempt + 1, limitMs));
  }

  /** What went wrong; null for nothing. */
  private async request(
    { method, url, body }: { method: 'PUT' | 'DELETE'; url: string; body?: Buffer },
    limitMs: number,
  ): Promise<string | null> {
    try {
      const { status, text } = await this.options.send({
        method,
        url,
        ...(body ? { body, headers: { 'content-type': metricsContentType } } : {}),
        timeLimitMs: limitMs,
        answerLimitBytes,
      });
      if (status >= 200 && status < 300) return null;
      const said = text.trim().split('\n')[0]?.slice(0, 200) ?? '';
      return `It answered ${status}${said === '' ? '' : `: ${said}`}.`;
    } catch (error) {
      return httpFailure(error, limitMs);
    }
  }

  private again(afterMs: number, act: () => Promise<void>): void {
    this.stopTimer();
    this.timer = setTimeout(() => void this.inTurn(act), afterMs);
    this.timer.unref();
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

/** Pure: how long after the beginning of a push the next one begins. */
export function pauseMs(intervalMs: number, misses: number): number {
  if (misses === 0) return intervalMs;
  return Math.max(intervalMs, Math.min(longestWaitMs, intervalMs * 2 ** Math.min(misses - 1, 16)));
}

const notPushed = ({ shownUrl }: PushTarget, found: string): RaybarError => ({
  code: 'metrics-not-pushed',
  tried: `Pushed metrics to the Pushgateway at ${shownUrl}`,
  found,
  fixes: [
    'Check that the gateway runs and that this machine reaches it; Raybar goes on trying.',
    'Check its address: raybar settings get metrics.push.url',
    'Or push no more: raybar settings set metrics.push.url null',
  ],
  retryable: true,
});

import type { RaybarError } from '../../shared/errors';
import type { HttpAnswer, HttpRequest } from '../system/http-request';
import { httpFailure } from '../system/http-request';
import { metricsContentType } from './metrics-text';
import { groupKey, type PushedGroup, type PushTarget } from './push-target';

const timeLimitMs = 5_000;
/** The app is about to end: a gateway that does not answer by then keeps the group. */
const lastDeleteMs = 2_000;
const answerLimitBytes = 64 * 1024;
/** One that misses now and then is no news. */
const missesUntilTold = 3;
/** A gateway that is gone is asked this seldom at last. */
const longestWaitMs = 5 * 60_000;
/** A group that could not be deleted is stale, so it is tried again: after 5, 10, 20, … s, at last every 5 min. */
const deleteAgainMs = 5_000;
/** Nobody renames a machine more often while its gateway is down. */
const oldGroupsAtMost = 8;

export interface MetricsPushOptions {
  text: () => Promise<string>;
  send: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Told all groups that may lie at a gateway, before there is a new one and when one is gone. Never rejects. */
  keep: (groups: readonly PushedGroup[]) => Promise<void>;
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
  /** Groups to be deleted, by `groupKey`; the next to be tried first. */
  private readonly old = new Map<string, OldGroup>();
  private pushTimer: NodeJS.Timeout | null = null;
  private deleteTimer: NodeJS.Timeout | null = null;
  private misses = 0;
  /** Deletes that failed in a row. */
  private deleteMisses = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: MetricsPushOptions) {}

  /**
   * What an earlier Raybar pushed and could not delete; called before the first `configure`. What is not pushed to by and by is deleted: not at
   * once, because a worker that ran on is taken over first.
   */
  restore(groups: readonly PushedGroup[]): void {
    for (const at of groups.slice(-oldGroupsAtMost)) this.old.set(groupKey(at), { at, told: false });
    this.deleteLater(deleteAgainMs);
  }

  /** Null: nothing is pushed, and what was is deleted. A target that is as before changes nothing. */
  configure(target: PushTarget | null): void {
    if (JSON.stringify(target) === JSON.stringify(this.target)) return;
    this.target = target;
    this.stopTimers();
    this.misses = 0;
    this.options.onProblem(null);
    void this.inTurn(async () => {
      // Meanwhile it changed again: the later turn has the say.
      if (this.target !== target) return;
      const retired = this.retire(target);
      if (retired) await this.deleteOld(retired);
      else this.deleteLater(0);
      if (target) await this.push(target);
    });
  }

  /** Deletes what was pushed, all groups at once, and ends within seconds. Never rejects. */
  close(): Promise<void> {
    this.target = null;
    this.stopTimers();
    return this.inTurn(async () => {
      this.stopTimers();
      this.retire(null);
      const groups = [...this.old.values()];
      await Promise.all(
        groups.map(async ({ at }) => {
          const found = await this.request({ method: 'DELETE', url: at.url }, lastDeleteMs);
          if (found === null) this.old.delete(groupKey(at));
          else this.options.log(`the metrics at ${at.shownUrl} were not deleted: ${found}`);
        }),
      );
      await this.keep();
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
      await this.keep();
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
    this.pushLater(target, Math.max(0, pauseMs(target.intervalMs, this.misses) - took));
  }

  private pushLater(target: PushTarget, afterMs: number): void {
    if (this.pushTimer) clearTimeout(this.pushTimer);
    this.pushTimer = setTimeout(() => void this.inTurn(() => this.push(target)), afterMs);
    this.pushTimer.unref();
  }

  /** What is not pushed to any more becomes an old group, which is answered; an old one that is pushed to again is none. */
  private retire(target: PushTarget | null): OldGroup | null {
    const gone = this.present;
    if (target && this.old.delete(groupKey(target))) this.present = target;
    if (!gone || (target && groupKey(target) === groupKey(gone))) return null;
    if (this.present === gone) this.present = null;
    const group = { at: gone, told: false };
    this.old.set(groupKey(gone), group);
    this.deleteMisses = 0;
    for (const [key, { at }] of this.old) {
      if (this.old.size <= oldGroupsAtMost) break;
      this.old.delete(key);
      this.options.log(
        `the metrics at ${at.shownUrl} are left there: too many groups wait for their gateway`,
      );
    }
    return group;
  }

  /** Tries one group, so that pushes wait for one answer at most; what fails goes to the end of the line. */
  private async deleteOld(group: OldGroup): Promise<void> {
    const key = groupKey(group.at);
    if (this.old.get(key) !== group) return;
    const found = await this.request({ method: 'DELETE', url: group.at.url }, timeLimitMs);
    this.old.delete(key);
    if (found === null) {
      this.deleteMisses = 0;
      if (group.told) this.options.log(`the metrics at ${group.at.shownUrl} are deleted now`);
    } else {
      this.deleteMisses += 1;
      if (!group.told) this.options.log(`the metrics at ${group.at.shownUrl} were not deleted: ${found}`);
      group.told = true;
      this.old.set(key, group);
    }
    await this.keep();
    this.deleteLater(found === null ? 0 : pauseMs(deleteAgainMs, this.deleteMisses));
  }

  private deleteLater(afterMs: number): void {
    if (this.deleteTimer) clearTimeout(this.deleteTimer);
    this.deleteTimer = null;
    if (this.old.size === 0) return;
    this.deleteTimer = setTimeout(() => {
      void this.inTurn(async () => {
        const [group] = this.old.values();
        if (group) await this.deleteOld(group);
      });
    }, afterMs);
    this.deleteTimer.unref();
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

  private keep(): Promise<void> {
    const old = [...this.old.values()].map(({ at }) => at);
    return this.options.keep(this.present ? [...old, this.present] : old);
  }

  private stopTimers(): void {
    for (const timer of [this.pushTimer, this.deleteTimer]) if (timer) clearTimeout(timer);
    this.pushTimer = null;
    this.deleteTimer = null;
  }
}

interface OldGroup {
  readonly at: PushedGroup;
  /** The log has it that it could not be deleted. */
  told: boolean;
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

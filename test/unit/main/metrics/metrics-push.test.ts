import { afterEach, describe, expect, it, vi } from 'vitest';
import { MetricsPush, pauseMs } from '../../../../src/main/metrics/metrics-push';
import { pushedGroup, pushTarget, type PushTarget } from '../../../../src/main/metrics/push-target';
import type { HttpAnswer, HttpRequest } from '../../../../src/main/system/http-request';
import type { RaybarError } from '../../../../src/shared/errors';
import { defaultSettings } from '../../../../src/shared/settings';

afterEach(() => void vi.useRealTimers());

const { push } = defaultSettings.metrics;
const target: PushTarget = {
  url: 'http://me:secret@gate:9091/metrics/job/raybar/instance/desk',
  shownUrl: 'http://gate:9091',
  intervalMs: 1_000,
};

/** A gateway that a test drives: it answers when it is told to. */
function gateway() {
  vi.useFakeTimers();
  const asked: HttpRequest[] = [];
  const answers: ((answer: HttpAnswer | Error) => void)[] = [];
  const problems: (RaybarError | null)[] = [];
  const log: string[] = [];
  const kept: string[][] = [];
  const metrics = new MetricsPush({
    keep: async (groups) => void kept.push(groups.map(({ url }) => url)),
    text: async () => 'raybar_actors 0\n',
    send: (request) =>
      new Promise((resolve, reject) => {
        asked.push(request);
        answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
    onProblem: (problem) => problems.push(problem),
    log: (line) => log.push(line),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const answer = async (given: HttpAnswer | Error) => {
    await settle();
    answers.shift()?.(given);
    await settle();
  };
  const did = () => asked.map(({ method }) => method);
  return { metrics, asked, did, problems, log, kept, answer, settle };
}

const ok = { status: 200, text: '' };
const accepted = { status: 202, text: '' };
const down = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('Pushing', () => {
  it('puts at once and then at every interval', async () => {
    const { metrics, did, asked, answer } = gateway();
    metrics.configure(target);
    await answer(ok);
    expect(did()).toEqual(['PUT']);
    expect(asked[0]?.body?.toString()).toBe('raybar_actors 0\n');
    await vi.advanceTimersByTimeAsync(999);
    expect(did()).toEqual(['PUT']);
    await vi.advanceTimersByTimeAsync(1);
    expect(did()).toEqual(['PUT', 'PUT']);
  });

  it('never has two requests under way, however slow the gateway is', async () => {
    const { metrics, did, answer, settle } = gateway();
    metrics.configure(target);
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(did()).toEqual(['PUT']);
    await answer(ok);
    await vi.advanceTimersByTimeAsync(0);
    expect(did()).toEqual(['PUT', 'PUT']);
  });

  it('waits longer after every miss, tells of the third, and takes it back with the first success', async () => {
    const { metrics, did, problems, answer, log } = gateway();
    metrics.configure(target);
    await answer(down);
    await vi.advanceTimersByTimeAsync(1_000);
    await answer({ status: 503, text: 'busy' });
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    await answer(down);
    expect(problems.at(-1)).toMatchObject({
      code: 'metrics-not-pushed',
      found: expect.stringContaining('refused'),
    });
    await vi.advanceTimersByTimeAsync(3_999);
    expect(did()).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    await answer(ok);
    expect(did()).toHaveLength(4);
    expect(problems.at(-1)).toBeNull();
    expect(log).toHaveLength(2);
  });

  it('writes no password anywhere', async () => {
    const { metrics, problems, log, answer } = gateway();
    metrics.configure(target);
    for (const waitMs of [0, 1_000, 2_000]) {
      await vi.advanceTimersByTimeAsync(waitMs);
      await answer(down);
    }
    metrics.configure(null);
    await answer(down);
    const written = JSON.stringify([problems, log]);
    expect(written).toContain('http://gate:9091');
    expect(written).not.toContain('secret');
  });

  it('deletes what it pushed when it is to push no more, after the push that is under way', async () => {
    const { metrics, did, answer, settle } = gateway();
    metrics.configure(target);
    await settle();
    metrics.configure(null);
    await settle();
    expect(did()).toEqual(['PUT']);
    await answer(ok);
    expect(did()).toEqual(['PUT', 'DELETE']);
    await answer(accepted);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(did()).toEqual(['PUT', 'DELETE']);
  });

  it('deletes nothing where nothing was pushed', async () => {
    const { metrics, did, settle } = gateway();
    metrics.configure(null);
    await settle();
    await metrics.close();
    expect(did()).toEqual([]);
  });

  it('deletes the old group when it is to push elsewhere', async () => {
    const { metrics, asked, answer } = gateway();
    metrics.configure(target);
    await answer(ok);
    metrics.configure({ ...target, url: 'http://other:9091/metrics/job/raybar/instance/desk' });
    await answer(accepted);
    await answer(ok);
    expect(asked.map(({ method, url }) => `${method} ${new URL(url).hostname}`)).toEqual([
      'PUT gate',
      'DELETE gate',
      'PUT other',
    ]);
  });

  it('tries a delete again, unless it pushes again', async () => {
    const { metrics, did, answer } = gateway();
    metrics.configure(target);
    await answer(ok);
    metrics.configure(null);
    await answer(down);
    await vi.advanceTimersByTimeAsync(5_000);
    await answer(down);
    expect(did()).toEqual(['PUT', 'DELETE', 'DELETE']);
    metrics.configure(target);
    await answer(ok);
    await vi.advanceTimersByTimeAsync(999);
    expect(did()).toEqual(['PUT', 'DELETE', 'DELETE', 'PUT']);
  });

  describe('under another name while the gateway is down', () => {
    const named = (instance: string): PushTarget => ({
      ...target,
      url: target.url.replace('desk', instance),
      intervalMs: 3_600_000,
    });
    const asks = (asked: readonly HttpRequest[]) =>
      asked.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`);

    it('deletes the old group once the gateway is back, and says each once', async () => {
      const { metrics, asked, answer, log } = gateway();
      metrics.configure(named('desk'));
      await answer(ok);
      metrics.configure(named('lab'));
      await answer(down);
      await answer(ok);
      expect(asks(asked)).toEqual(['PUT desk', 'DELETE desk', 'PUT lab']);
      await vi.advanceTimersByTimeAsync(5_000);
      await answer(down);
      await vi.advanceTimersByTimeAsync(10_000);
      await answer(accepted);
      expect(asks(asked).slice(3)).toEqual(['DELETE desk', 'DELETE desk']);
      expect(log).toEqual([expect.stringContaining('not deleted'), expect.stringContaining('deleted now')]);
      await vi.advanceTimersByTimeAsync(600_000);
      expect(asked).toHaveLength(5);
    });

    it('goes on trying, at last every 5 min, for as long as the gateway is gone', async () => {
      const { metrics, asked, answer } = gateway();
      metrics.configure(named('desk'));
      await answer(ok);
      metrics.configure(null);
      for (const waitMs of [0, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
        await vi.advanceTimersByTimeAsync(waitMs);
        await answer(down);
      }
      expect(asked).toHaveLength(10);
      await vi.advanceTimersByTimeAsync(300_000);
      await answer(accepted);
      await vi.advanceTimersByTimeAsync(600_000);
      expect(asked).toHaveLength(11);
    });

    it('deletes no group that it pushes to again', async () => {
      const { metrics, asked, answer } = gateway();
      metrics.configure(named('desk'));
      await answer(ok);
      metrics.configure(named('lab'));
      await answer(down);
      await answer(ok);
      metrics.configure(named('desk'));
      await answer(accepted);
      await answer(ok);
      await vi.advanceTimersByTimeAsync(600_000);
      expect(asks(asked)).toEqual(['PUT desk', 'DELETE desk', 'PUT lab', 'DELETE lab', 'PUT desk']);
    });

    it('deletes nothing where only the password is new', async () => {
      const { metrics, did, answer } = gateway();
      metrics.configure(named('desk'));
      await answer(ok);
      metrics.configure({ ...named('desk'), url: named('desk').url.replace('secret', 'other') });
      await answer(ok);
      expect(did()).toEqual(['PUT', 'PUT']);
    });

    it('tries all of them at the end, but no more than eight', async () => {
      const { metrics, asked, answer, log, settle } = gateway();
      for (let index = 0; index < 11; index += 1) {
        metrics.configure(named(`desk${index}`));
        if (index > 0) await answer(down);
        await answer(ok);
      }
      const before = asked.length;
      const closed = metrics.close();
      await settle();
      expect(asks(asked.slice(before))).toHaveLength(8);
      expect(asks(asked.slice(before))).toContain('DELETE desk10');
      expect(log.filter((line) => line.includes('left there'))).toHaveLength(3);
      for (let index = 0; index < 8; index += 1) await answer(accepted);
      await closed;
      await vi.advanceTimersByTimeAsync(600_000);
      expect(asked).toHaveLength(before + 8);
    });
  });

  it('deletes at the end, within seconds, and ends although the gateway is gone', async () => {
    const { metrics, asked, did, answer } = gateway();
    metrics.configure(target);
    await answer(ok);
    const closed = metrics.close();
    await answer(down);
    await closed;
    expect(asked[1]?.timeLimitMs).toBeLessThanOrEqual(2_000);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(did()).toEqual(['PUT', 'DELETE']);
  });

  describe('after a Raybar that was killed, or could not delete what it had pushed', () => {
    const { url } = target;
    const elsewhere = { ...target, url: 'http://other:9091/metrics/job/raybar/instance/desk' };

    it('has had the group kept before it was pushed, until it was deleted', async () => {
      const { metrics, did, kept, answer, settle } = gateway();
      metrics.configure(target);
      await settle();
      expect(did()).toEqual(['PUT']);
      expect(kept.at(-1)).toEqual([url]);
      await answer(ok);
      metrics.configure(null);
      await answer(down);
      expect(kept.at(-1)).toEqual([url]);
      await vi.advanceTimersByTimeAsync(5_000);
      await answer(accepted);
      expect(kept.at(-1)).toEqual([]);
    });

    it('deletes the group, although nothing is to be pushed any more', async () => {
      const { metrics, asked, kept, answer } = gateway();
      metrics.restore([pushedGroup(url)]);
      metrics.configure(null);
      await vi.advanceTimersByTimeAsync(5_000);
      await answer(accepted);
      expect(asked.map((request) => [request.method, request.url])).toEqual([['DELETE', url]]);
      expect(kept.at(-1)).toEqual([]);
    });

    it('deletes the group beside pushing elsewhere', async () => {
      const { metrics, asked, kept, answer } = gateway();
      metrics.restore([pushedGroup(url)]);
      metrics.configure(elsewhere);
      await answer(ok);
      await answer(accepted);
      expect(asked.map((request) => [request.method, request.url])).toEqual([
        ['PUT', elsewhere.url],
        ['DELETE', url],
      ]);
      expect(kept.at(-1)).toEqual([elsewhere.url]);
    });

    it('goes on pushing to the group that it is to push to', async () => {
      const { metrics, did, answer } = gateway();
      metrics.restore([pushedGroup(url)]);
      metrics.configure({ ...target, intervalMs: 3_600_000 });
      await answer(ok);
      await vi.advanceTimersByTimeAsync(600_000);
      expect(did()).toEqual(['PUT']);
    });

    it('keeps a group that could not be deleted at the end for the next start', async () => {
      const { metrics, kept, answer } = gateway();
      metrics.configure(target);
      await answer(ok);
      const closed = metrics.close();
      await answer(down);
      await closed;
      expect(kept.at(-1)).toEqual([url]);
    });
  });

  it('pauses for the interval, at most 5 min when it fails, and never less than the interval', () => {
    expect([0, 1, 2, 3, 4].map((misses) => pauseMs(15_000, misses))).toEqual([
      15_000, 15_000, 30_000, 60_000, 120_000,
    ]);
    expect(pauseMs(15_000, 1_000)).toBe(300_000);
    expect(pauseMs(3_600_000, 9)).toBe(3_600_000);
  });
});

describe('A group at the Pushgateway', () => {
  const of = (parts: Partial<typeof push>) =>
    pushTarget({ ...push, url: 'http://gate:9091', ...parts }, 'waterdeep');

  it('is this machine’s job and instance', () => {
    expect(of({})?.url).toBe('http://gate:9091/metrics/job/raybar/instance/waterdeep');
    expect(of({ url: 'https://gate/push/', instance: 'desk' })?.url).toBe(
      'https://gate/push/metrics/job/raybar/instance/desk',
    );
    expect(pushTarget(push, 'waterdeep')).toBeNull();
  });

  it('can have any name', () => {
    expect(of({ instance: 'Büro Mac #1' })?.url).toContain('/instance/B%C3%BCro%20Mac%20%231');
    // "a/b" in base64, as the gateway's README has it.
    expect(of({ job: 'a/b' })?.url).toContain('/metrics/job@base64/YS9i/');
    expect(of({ instance: '..' })?.url).toContain('/instance@base64/Li4');
  });

  it('is shown without user and password', () => {
    expect(of({ url: 'https://me:pa:ss@gate:9091/x' })).toMatchObject({
      url: 'https://me:pa:ss@gate:9091/x/metrics/job/raybar/instance/waterdeep',
      shownUrl: 'https://gate:9091/x',
    });
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQuit, type QuitOptions } from '../../../../src/main/shell/quit';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { exampleSnapshot } from '../../../support/snapshots';

/** A way out whose close() ends when the test says so. */
function wayOut(options: Partial<QuitOptions> = {}) {
  let ended: { resolve(): void; reject(problem: Error): void } | undefined;
  const close = vi.fn<QuitOptions['close']>(
    () =>
      new Promise<void>((resolve, reject) => {
        ended = { resolve, reject };
      }),
  );
  const exit = vi.fn<QuitOptions['exit']>();
  const report = vi.fn<QuitOptions['report']>();
  const remember = vi.fn<QuitOptions['remember']>(async () => undefined);
  const ask = vi.fn<QuitOptions['ask']>(async () => ({ worker: 'drain', remember: false }));
  const tell = vi.fn<QuitOptions['tell']>();
  let changed: (snapshot: Snapshot) => void = () => undefined;
  const unsubscribe = vi.fn<() => void>();
  const hurry = vi.fn<() => void>();
  const quit = createQuit({
    snapshot: () => exampleSnapshot('contributing'),
    subscribe(listener) {
      changed = listener;
      return unsubscribe;
    },
    tell,
    hurry,
    setting: async () => 'ask',
    ask,
    remember,
    close,
    exit,
    report,
    ...options,
  });
  return {
    quit,
    close,
    exit,
    report,
    remember,
    ask,
    tell,
    hurry,
    unsubscribe,
    shows: (snapshot: Snapshot) => changed(snapshot),
    end: () => ended?.resolve(),
    fail: (why: Error) => ended?.reject(why),
  };
}

const flush = () => vi.advanceTimersByTimeAsync(0);

describe('a quit', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks, leaves as it was answered, and ends the process once that is done', async () => {
    const { quit, close, exit, end, ask } = wayOut();
    expect(await quit.request()).toBe(true);
    expect(ask).toHaveBeenCalledOnce();
    expect(close).toHaveBeenCalledExactlyOnceWith('drain');
    expect(exit).not.toHaveBeenCalled();
    end();
    await flush();
    expect(exit).toHaveBeenCalledExactlyOnceWith(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is called off by a cancel, and asks again the next time', async () => {
    const ask = vi.fn<QuitOptions['ask']>(async () => ({ worker: 'cancel', remember: false }));
    const { quit, close } = wayOut({ ask });
    expect(await quit.request()).toBe(false);
    expect(await quit.request()).toBe(false);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(close).not.toHaveBeenCalled();
  });

  it('remembers an answer that the owner wants remembered', async () => {
    const { quit, remember, close } = wayOut({ ask: async () => ({ worker: 'keep', remember: true }) });
    await quit.request();
    expect(remember).toHaveBeenCalledExactlyOnceWith('keep');
    expect(close).toHaveBeenCalledExactlyOnceWith('keep');
  });

  it('goes on when the answer cannot be remembered', async () => {
    const full = new Error('the disk is full');
    const { quit, close, report } = wayOut({
      ask: async () => ({ worker: 'drain', remember: true }),
      remember: async () => Promise.reject(full),
    });
    await quit.request();
    expect(report).toHaveBeenCalledWith(full);
    expect(close).toHaveBeenCalledExactlyOnceWith('drain');
  });

  it('asks one question however often it is asked for', async () => {
    const { quit, ask, close } = wayOut();
    await Promise.all([quit.request(), quit.request(), quit.request()]);
    await quit.request();
    expect(ask).toHaveBeenCalledOnce();
    expect(close).toHaveBeenCalledOnce();
  });

  it.each(['keep', 'drain'] as const)(
    'to %s, said from a terminal, takes an open question away',
    async (worker) => {
      const asked: AbortSignal[] = [];
      const { quit, close, remember } = wayOut({
        ask: (_, decided) =>
          new Promise((resolve) => {
            asked.push(decided);
            decided.addEventListener('abort', () => resolve({ worker: 'cancel', remember: false }));
          }),
      });
      const open = quit.request();
      await flush();
      expect(asked[0]?.aborted).toBe(false);
      expect(await quit.request(worker)).toBe(true);
      expect(await open).toBe(true);
      expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
      expect(close).toHaveBeenCalledExactlyOnceWith(worker);
      expect(remember).not.toHaveBeenCalled();
    },
  );

  it('said from a terminal stands above the settings, and there must be a node to keep', async () => {
    const kept = wayOut({ setting: async () => 'drain' });
    await kept.quit.request('keep');
    expect(kept.close).toHaveBeenCalledExactlyOnceWith('keep');
    const out = wayOut({ snapshot: () => exampleSnapshot('off') });
    await out.quit.request('keep');
    expect(out.close).toHaveBeenCalledExactlyOnceWith('drain');
  });

  it('asks nothing any more when it was decided while the settings were read', async () => {
    let read: (setting: 'ask') => void = () => undefined;
    const { quit, ask, close } = wayOut({ setting: () => new Promise((resolve) => (read = resolve)) });
    const first = quit.request();
    await quit.request('keep');
    read('ask');
    await first;
    expect(ask).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledExactlyOnceWith('keep');
  });

  it('does not wait for an answer when a signal comes meanwhile', async () => {
    const { quit, close, end, exit } = wayOut({ ask: () => new Promise(() => undefined) });
    void quit.request();
    await flush();
    quit.signal('SIGTERM');
    expect(close).toHaveBeenCalledExactlyOnceWith('drain');
    end();
    await flush();
    expect(exit).toHaveBeenCalledExactlyOnceWith(0);
  });

  it('drains without a question when the session ends', () => {
    const { quit, close, ask } = wayOut({ setting: async () => 'keep' });
    quit.sessionEnd();
    quit.sessionEnd();
    expect(ask).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledExactlyOnceWith('drain');
  });

  it('takes one Ctrl-C that arrives twice for one', async () => {
    const { quit, exit, end } = wayOut();
    quit.signal('SIGINT');
    vi.advanceTimersByTime(300);
    quit.signal('SIGINT');
    end();
    await flush();
    expect(exit).toHaveBeenCalledExactlyOnceWith(0);
  });

  it('ends what still runs on a second signal, leaves 10 s after it at the latest, and says by its exit code that it was hurried', async () => {
    const { quit, exit, close, hurry } = wayOut();
    quit.signal('SIGINT');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(hurry).not.toHaveBeenCalled();
    quit.signal('SIGINT');
    expect(hurry).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
    expect(close).toHaveBeenCalledOnce();
  });

  it('tells the terminal what a Ctrl-C waits for, and how to hurry', async () => {
    const { quit, tell, shows, end, unsubscribe } = wayOut();
    quit.signal('SIGINT');
    expect(tell.mock.calls).toEqual([
      ['Leaving lab: 1 task has up to 15 s to end. Ctrl-C again to end at once.'],
    ]);
    shows(exampleSnapshot('leaving'));
    shows(exampleSnapshot('leaving'));
    expect(tell.mock.calls.slice(1)).toEqual([['Ray’s worker ends.']]);
    await vi.advanceTimersByTimeAsync(2_000);
    quit.signal('SIGINT');
    expect(tell).toHaveBeenLastCalledWith('Ending what still runs.');
    end();
    await flush();
    expect(unsubscribe).toHaveBeenCalledOnce();
  });

  it('gives up after 40 s and says so', async () => {
    const { quit, exit, report } = wayOut();
    quit.signal('SIGTERM');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
    expect(report).toHaveBeenCalledOnce();
  });

  it('ends with 1 and a report when leaving failed', async () => {
    const { quit, exit, report, fail } = wayOut();
    quit.sessionEnd();
    const leftover = new Error('a process is left');
    fail(leftover);
    await flush();
    expect(report).toHaveBeenCalledWith(leftover);
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  });
});

import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';

/** Nothing was added for longer than a follower waits. */
const restedMs = 3_000;

describe('a line whose line break is not written, to a follower', () => {
  let logs: TestEngine;
  let view: string;
  /** The clock stands still: what this machine takes is no rest. */
  let now: () => number;

  /** Adds to the log, so long ago. */
  const append = (text: string, agoMs: number): void => {
    logs.append('raylet.out', text);
    const at = (now() - agoMs) / 1_000;
    utimesSync(join(logs.folder, 'raylet.out'), at, at);
    logs.engine.look();
  };
  const told = async (most?: number): Promise<(string | boolean | undefined)[][]> =>
    (await logs.follow(view, most)).rows.map(({ text, unfinished }) =>
      unfinished === undefined ? [text] : [text, unfinished],
    );

  beforeEach(() => {
    const stopped = Date.now();
    now = () => stopped;
    logs = startTestEngine({ now: () => now() });
    logs.write('raylet.out', 'before\nhalf');
    view = logs.open().state.view;
  });
  afterEach(() => logs.close());

  it('is told once nothing was added for two seconds: who wrote it may have ended', async () => {
    append(' a line\nlast wor', 0);
    expect(await told()).toEqual([['half a line']]);
    append('ds', restedMs);
    expect(await told()).toEqual([['last words', true]]);
    expect(await told()).toEqual([]);
  });

  it('is told again once it is whole, and no more in between', async () => {
    append(' 10 %', restedMs);
    expect(await told()).toEqual([['half 10 %', true]]);
    append(' 20 %', restedMs);
    expect(await told()).toEqual([]);
    append(' done\nnext', restedMs);
    expect(await told()).toEqual([['half 10 % 20 % done'], ['next', true]]);
  });

  it('is told behind the lines before it, also where those take two answers', async () => {
    append('\none\ntwo\nthree', restedMs);
    expect(await told(2)).toEqual([['half'], ['one']]);
    expect(await told(2)).toEqual([['two'], ['three', true]]);
    expect(await told(2)).toEqual([]);
  });

  it('is not told while it is what was there before the follower came', async () => {
    const at = (now() - restedMs) / 1_000;
    utimesSync(join(logs.folder, 'raylet.out'), at, at);
    logs.engine.look();
    expect(await told()).toEqual([]);
  });

  it('wakes a follower that waits', async () => {
    now = Date.now;
    append(' a line', 1_900);
    const { rows } = await logs.engine.follow({ view, most: 10, waitMs: 60_000, reveal: false });
    expect(rows.map(({ text }) => text)).toEqual(['half a line']);
  });

  it('is not told twice where the log is copied and cut', async () => {
    append(' a line', restedMs);
    expect(await told()).toEqual([['half a line', true]]);
    logs.write('raylet.out.1', 'before\nhalf a line');
    logs.write('raylet.out', 'x\n');
    logs.engine.look();
    expect(await told()).toEqual([['x']]);
  });
});

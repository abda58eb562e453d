import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../../../support/wait-for';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';
import { logQuerySchema, type LogAnchor, type LogOpened } from '../../../../../src/shared/log-views';

let logs: TestEngine;
beforeEach(() => {
  // What is opened at a time or a failure waits a moment for the index: here as long as that takes.
  const now = Date.now();
  logs = startTestEngine({ now: () => now });
});
afterEach(() => logs.close());

const startAt = new Date(2026, 10, 21, 6).getTime();
const two = (value: number): string => String(value).padStart(2, '0');
/** A line as Ray's C++ writes it, so many ms after six. */
function line(ms: number, text: string, level = 'I'): string {
  const at = new Date(startAt + ms);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `[2026-11-21 ${clock},${String(at.getMilliseconds()).padStart(3, '0')} ${level} 1 1] (raylet) a.cc:1: ${text}\n`;
}
const linesOf = (count: number, everyMs = 1): string =>
  Array.from({ length: count }, (_, index) => line(index * everyMs, `line ${index}`)).join('');
const openAt = (anchor: LogAnchor, aroundRows?: number): Promise<LogOpened> =>
  logs.engine.openAt({ query: logQuerySchema.parse({}), search: null, anchor, aroundRows });
const textsOf = ({ around }: LogOpened): string[] =>
  (around?.rows ?? []).map((row) => row?.text.replace(/^.*a\.cc:1: /, '') ?? '(not there)');

describe('a view that is opened with its rows', () => {
  it('has those around its anchor, and the names of their logs', async () => {
    logs.write('raylet.out', linesOf(100));
    logs.write('gcs_server.out', line(5_000, 'last'));
    const atEnd = await openAt('end', 3);
    expect(textsOf(atEnd)).toEqual(['line 97', 'line 98', 'line 99', 'last']);
    expect(atEnd.around).toMatchObject({ revision: atEnd.state.revision, from: 97 });
    expect(atEnd.around?.sources.map(({ name }) => name).sort()).toEqual(['gcs_server.out', 'raylet.out']);
    const atTime = await openAt({ at: startAt + 50 }, 2);
    expect(textsOf(atTime)).toEqual(['line 48', 'line 49', 'line 50', 'line 51']);
    expect((await openAt('end')).around).toBeUndefined();
  });

  it('masks what they say', async () => {
    logs.setPlaces({ secrets: ['plainly-the-token'] });
    logs.write('raylet.out', line(0, 'it is plainly-the-token'));
    expect(JSON.stringify(await openAt('end', 3))).not.toContain('plainly-the-token');
  });

  it('has the end of a long log while all before is not indexed', async () => {
    logs.write('raylet.out', linesOf(40_000));
    const opened = await openAt('end', 2);
    expect(opened.state.pending).not.toBeNull();
    expect(textsOf(opened)).toEqual(['line 39997', 'line 39998', 'line 39999']);
  });

  it('has a screen of it where its lines are long', async () => {
    const long = Array.from({ length: 4_000 }, (_, index) => line(index, `${index} ${'x'.repeat(600)}`)).join(
      '',
    );
    logs.write('raylet.out', long);
    const opened = await openAt('end', 60);
    expect(textsOf(opened)).toHaveLength(61);
    expect(textsOf(opened)).not.toContain('(not there)');
  });
});

describe('many logs', () => {
  it('have their ends at once, and all of their lines in order when they are indexed', async () => {
    const some = Array.from({ length: 60 }, (_, log) =>
      Array.from({ length: 1_500 }, (__, index) => line(index * 60 + log, `line ${index} of ${log}`)).join(
        '',
      ),
    );
    for (const [log, text] of some.entries()) logs.write(`worker-${log}.log`, text);
    const opened = await openAt('end', 60);
    const expected = Array.from({ length: 61 }, (_, at) => 90_000 - 61 + at).map(
      (ms) => `line ${Math.floor(ms / 60)} of ${ms % 60}`,
    );
    expect(opened.state.pending).not.toBeNull();
    expect(textsOf(opened)).toEqual(expected);
    await waitFor(
      'all to be indexed',
      () => logs.engine.change({ view: opened.state.view, anchor: 'end' }).state.pending === null,
    );
    const { view } = opened.state;
    const rows = await logs.rows(view, 45_000, 3);
    expect(rows.map((row) => row?.text.replace(/^.*a\.cc:1: /, ''))).toEqual([
      'line 750 of 0',
      'line 750 of 1',
      'line 750 of 2',
    ]);
  });
});

describe('logs that were written before the last rows', () => {
  /** Forty logs, each written for a minute, one after the other. */
  function writeInTurn(): void {
    for (let log = 0; log < 40; log += 1) {
      const text = Array.from({ length: 60 }, (_, second) =>
        line(log * 60_000 + second * 1_000, `line ${second} of ${log}`),
      );
      logs.write(`worker-${log}.log`, text.join(''));
      const writtenAt = (startAt + log * 60_000 + 59_000) / 1_000;
      utimesSync(join(logs.folder, `worker-${log}.log`), writtenAt, writtenAt);
    }
  }
  const lastLines = (count: number): string[] =>
    Array.from({ length: count }, (_, at) => 2_400 - count + at).map(
      (row) => `line ${row % 60} of ${Math.floor(row / 60)}`,
    );

  it('are opened when the rows were told, and are all there then', async () => {
    writeInTurn();
    const opened = await openAt('end', 60);
    expect(textsOf(opened)).toEqual(lastLines(61));
    expect(opened.state.openSources).toBeLessThan(40);
    const { state } = logs.engine.change({ view: opened.state.view, anchor: 'end' });
    expect(state).toMatchObject({ openSources: 40, rowCount: 2_400 });
    expect(state.revision).toBeGreaterThan(opened.state.revision);
    const rows = await logs.rows(state.view, 2_339, 61);
    expect(rows.map((row) => row?.text.replace(/^.*a\.cc:1: /, ''))).toEqual(lastLines(61));
  });

  it('are opened by themselves, too', async () => {
    writeInTurn();
    const { view } = (await openAt('end', 60)).state;
    const told = await waitFor('all logs to be told of', () =>
      logs.states.find((state) => state.view === view && state.openSources === 40),
    );
    expect(told.rowCount).toBe(2_400);
  });

  it('are open at once where the view is not shown at its end, or is not shown', async () => {
    writeInTurn();
    expect((await openAt({ at: startAt + 60_000 }, 60)).state.openSources).toBe(40);
    expect((await openAt('end')).state.openSources).toBe(40);
  });

  it('are open where they were written at the same time', async () => {
    for (let log = 0; log < 40; log += 1) logs.write(`worker-${log}.log`, line(log, `of ${log}`));
    const opened = await openAt('end', 60);
    expect(textsOf(opened)).toEqual(Array.from({ length: 40 }, (_, log) => `of ${log}`));
  });
});

describe('a long log that is opened behind a short one', () => {
  it('did not come in a burst: nothing of it passed by unseen', async () => {
    for (let log = 0; log < 8; log += 1) logs.write(`worker-${log}.log`, line(log, 'short').repeat(20));
    logs.write('raylet.out', linesOf(100_000));
    utimesSync(join(logs.folder, 'raylet.out'), startAt / 1_000 - 60, startAt / 1_000 - 60);
    const opened = await openAt('end', 60);
    expect(opened.state).toMatchObject({ openSources: 8, pending: null });
    const { state } = logs.engine.change({ view: opened.state.view, anchor: 'end' });
    expect(state.pending).not.toBeNull();
    expect(state.skippedRows).toBe(0);
  });
});

describe('a failure far from the end of a long log', () => {
  it('is opened at, though nothing of its end failed', async () => {
    const before = linesOf(40_000);
    logs.write('raylet.out', before.replace(/ I (1 1\] \(raylet\) a\.cc:1: line 30000\n)/, ' E $1'));
    const opened = await openAt('failure', 1);
    expect(opened.anchor).toMatchObject({ exact: true });
    expect(textsOf(opened)).toEqual(['line 29999', 'line 30000']);
  });
});

describe('what failed while a long log was written', () => {
  const failedMs = 40_001;
  beforeEach(() => {
    logs.write('raylet.out', linesOf(40_000, 2));
    logs.write('worker.err', line(failedMs, 'it failed', 'E'));
  });

  it('is found where it stands, though the long log’s part of that time is not indexed at first', async () => {
    const opened = await openAt('failure', 1);
    expect(opened.anchor).toMatchObject({ exact: true });
    expect(textsOf(opened)).toEqual(['line 20000', 'it failed']);
  });

  it('is found by its time', async () => {
    const opened = await openAt({ at: startAt + failedMs }, 2);
    expect(textsOf(opened)).toEqual(['line 19999', 'line 20000', 'it failed', 'line 20001']);
  });
});

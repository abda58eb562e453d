import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../../../support/wait-for';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';

let logs: TestEngine;
beforeEach(() => {
  logs = startTestEngine();
});
afterEach(() => logs.close());

const minute = 60_000;
const job = 'job-driver-raysubmit_1.log';

/** The time so long ago as Ray writes it: of this machine's wall. */
function stamp(agoMs: number): string {
  const at = new Date(Date.now() - agoMs);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')},000`;
}
const head = (agoMs: number, text: string): string => `${stamp(agoMs)}\tINFO job_manager.py:568 -- ${text}\n`;
const raylet = (agoMs: number, text: string): string => `[${stamp(agoMs)} I 1 1] (raylet) a.cc:1: ${text}\n`;
const prints = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `step ${from + index}\n`).join('');
const told = (text: string): string => text.replace(/^.*(?: -- |a\.cc:1: )/, '');
const texts = async (view: string): Promise<string[]> => (await logs.texts(view)).map(told);
/** As if the log had been written to last so long ago. */
function writtenAgo(file: string, agoMs: number, now = Date.now()): void {
  const seconds = (now - agoMs) / 1_000;
  utimesSync(join(logs.folder, file), seconds, seconds);
}

describe('what a job prints hours after its last line with a time', () => {
  it('stands where it arrived, whole entries as they were', async () => {
    logs.write(job, head(120 * minute, 'Running'));
    writtenAgo(job, 120 * minute);
    logs.write('raylet.out', raylet(1 * minute, 'newest'));
    const { view, revision } = logs.open().state;
    expect(await texts(view)).toEqual(['Running', 'newest']);
    logs.append(job, 'step 1\nst');
    logs.engine.look();
    logs.append(job, 'ep 2\n');
    logs.engine.look();
    expect(await texts(view)).toEqual(['Running', 'newest', 'step 1', 'step 2']);
    expect((await logs.rows(view)).map((row) => row?.startsEntry)).toEqual([true, true, false, false]);
    // Nothing was numbered anew: all of it came at the end.
    expect(logs.engine.change({ view, anchor: 'end' }).state.revision).toBe(revision);
    const { rows } = await logs.follow(view);
    expect(rows.map(({ text }) => text)).toEqual(['step 1', 'step 2']);
  });

  it('is of the last minute where it arrived then', async () => {
    logs.write(job, head(120 * minute, 'Running') + prints(1, 3));
    writtenAgo(job, 90 * minute);
    const lastMinute = logs.open({ from: Date.now() - minute }).state.view;
    expect(await texts(lastMinute)).toEqual([]);
    logs.append(job, prints(4, 2));
    logs.engine.look();
    expect(await texts(lastMinute)).toEqual(['step 4', 'step 5']);
  });

  it('is placed by what the file tells behind it, where that came with it', async () => {
    logs.write(job, head(120 * minute, 'Running'));
    writtenAgo(job, 120 * minute);
    logs.write('raylet.out', raylet(5 * minute, 'newest'));
    const { view } = logs.open().state;
    logs.append(job, prints(1, 1) + head(10 * minute, 'told') + prints(2, 1));
    logs.engine.look();
    expect(await texts(view)).toEqual(['Running', 'step 1', 'told', 'newest', 'step 2']);
  });

  it('is in what is told of its entry, however long that is', () => {
    logs.write(job, head(120 * minute, 'Running') + prints(1, 9_000));
    const { anchor, state } = logs.open({}, 'end');
    const entryOf = (key: string | null) =>
      logs.engine.text({ view: state.view, what: { entryOf: key ?? '' }, reveal: false });
    const last = entryOf(anchor.key);
    expect(last.text).toMatch(/^step 8000\n[^]*\nstep 9000$/);
    expect(last).toMatchObject({ rows: 1_001, truncated: true });
    const first = entryOf(logs.open({}, 'start').anchor.key);
    expect(told(first.text.split('\n')[0] ?? '')).toBe('Running');
    expect(first).toMatchObject({ rows: 2_000, truncated: true });
  });

  it('has a traceback of its own time, and in one piece', async () => {
    logs.write(job, head(120 * minute, 'Running'));
    logs.write('raylet.out', raylet(1 * minute, 'newest'));
    const { view } = logs.open().state;
    logs.append(job, `Traceback (most recent call last):\n  File "a.py"\n`);
    logs.engine.look();
    logs.append(job, 'ValueError: z\n');
    logs.engine.look();
    const rows = await logs.rows(view);
    expect(rows.slice(2).map((row) => [row?.startsEntry, row?.level])).toEqual([
      [true, 'error'],
      [false, 'error'],
      [false, 'error'],
    ]);
    expect(new Set(rows.slice(2).map((row) => row?.at)).size).toBe(1);
    expect(rows[2]?.at).toBeGreaterThan(Date.now() - minute);
  });
});

describe('a log that was there before, with an end that tells no time', () => {
  it('ends when its file was written to last', async () => {
    logs.write(job, head(120 * minute, 'Running') + prints(1, 2));
    logs.write('raylet.out', raylet(60 * minute, 'between'));
    const { view } = logs.open().state;
    expect(await texts(view)).toEqual(['Running', 'between', 'step 1', 'step 2']);
    const lastMinute = logs.open({ from: Date.now() - minute }).state.view;
    expect(await texts(lastMinute)).toEqual(['step 1', 'step 2']);
  });

  it('has its lines between its last time and then, by their bytes', () => {
    logs.write(job, head(100 * minute, 'Running') + prints(1_000, 9_000));
    const { mtimeMs } = statSync(join(logs.folder, job));
    const rowsFrom = (agoMs: number): number => logs.open({ from: mtimeMs - agoMs }).state.rowCount;
    // To a block of 256 lines.
    expect(Math.abs(rowsFrom(50 * minute) - 4_500)).toBeLessThan(300);
    expect(Math.abs(rowsFrom(10 * minute) - 900)).toBeLessThan(300);
  });

  it('is so too where it is long, and is indexed bit by bit', async () => {
    const startedAt = Date.now();
    logs.write(job, head(100 * minute, 'Running') + prints(1_000_000, 2_000_000).slice(0, 26_000_000));
    // A second more between its first line and its last is 300 lines.
    writtenAgo(job, 0, startedAt);
    const { mtimeMs } = statSync(join(logs.folder, job));
    const { view, rowCount } = logs.open({ from: mtimeMs - 90 * minute }).state;
    expect(rowCount).toBeGreaterThan(0);
    const state = await waitFor('all to be indexed', () => {
      const now = logs.engine.change({ view, anchor: 'end' }).state;
      return now.pending === null && now;
    });
    expect(Math.abs(state.rowCount - 1_800_000)).toBeLessThan(1_000);
  });

  it('keeps a traceback with the line that it belongs to', async () => {
    const failed = head(120 * minute, 'failed').replace('INFO', 'ERROR');
    logs.write(job, `${failed}Traceback (most recent call last):\n  File "a.py"\nValueError: z\n`);
    logs.write('raylet.out', raylet(60 * minute, 'later'));
    const { view } = logs.open().state;
    expect((await texts(view)).at(-1)).toBe('later');
  });
});

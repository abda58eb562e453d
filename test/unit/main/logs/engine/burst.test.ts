import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';
import { waitFor } from '../../../../support/wait-for';

let logs: TestEngine;
beforeEach(() => {
  logs = startTestEngine();
});
afterEach(() => logs.close());

/** 91 MB at once: more than a look takes in (64 MiB) and a slice of indexing after it (8 MiB). Rows show the beginnings of such lines. */
const burstLines = 6_000;
const padding = 'x'.repeat(15_200);
const line = (number: number): string =>
  `[2026-11-21 06:00:01,000 I 1 1] (raylet) a.cc:1: line ${number} ${padding}\n`;
const numberOf = (text: string | undefined): number => Number(/ line (\d+) /.exec(text ?? '')?.[1]);
const linesFrom = (first: number, count: number): string =>
  Array.from({ length: count }, (_, index) => line(first + index)).join('');

/** A view that was whole, and the look at what came in a burst behind it. */
function openBurst(): { view: string; bytes: number } {
  logs.write('raylet.out', linesFrom(0, 10));
  const { state } = logs.open();
  expect(state).toMatchObject({ rowCount: 10, pending: null, skippedRows: 0 });
  logs.append('raylet.out', linesFrom(10, burstLines));
  logs.engine.look();
  return { view: state.view, bytes: statSync(join(logs.folder, 'raylet.out')).size };
}
const stateOf = (view: string) => logs.engine.change({ view, anchor: 'end' }).state;
const indexed = (view: string) =>
  waitFor('the burst to be indexed', () => {
    const state = stateOf(view);
    return state.pending === null && state;
  });

it('a burst that outruns the index says how many rows passed by, and shows its end at once', async () => {
  const { view } = openBurst();
  // Before anything more can be indexed: what is asked here is answered in the same turn.
  const during = stateOf(view);
  expect(during.skippedRows).toBeGreaterThan(0);
  expect(during.skippedRows).toBe(during.pending?.count);
  expect(during.indexedShare).toBeLessThan(1);
  const [last] = await logs.rows(view, during.rowCount - 1, 1);
  expect(numberOf(last?.text)).toBe(burstLines + 9);

  const after = await indexed(view);
  expect(after).toMatchObject({ skippedRows: 0, indexedShare: 1, rowCount: burstLines + 10 });
  await waitFor('that to be told', () => logs.states.at(-1)?.skippedRows === 0);
});

it('each row that passed by can be scrolled to afterwards, a follower is told each line, and the file is as it was written', async () => {
  const { view, bytes } = openBurst();
  expect(stateOf(view).skippedRows).toBeGreaterThan(0);
  const { rowCount } = await indexed(view);
  let expected = 0;
  for (let from = 0; from < rowCount; from += 500) {
    for (const row of await logs.rows(view, from, 500)) {
      if (numberOf(row?.text) !== expected) expect(row?.text).toBe(line(expected));
      expected += 1;
    }
  }
  expect(expected).toBe(burstLines + 10);
  expect(statSync(join(logs.folder, 'raylet.out')).size).toBe(bytes);

  let told = 10;
  for (;;) {
    const { rows, skippedRows, more } = await logs.follow(view, 5_000);
    expect(skippedRows).toBe(0);
    for (const { text } of rows) {
      if (numberOf(text) !== told) expect(text).toBe(line(told));
      told += 1;
    }
    if (!more) break;
  }
  expect(told).toBe(burstLines + 10);
});

it('a follower is told the lines of the next file behind those of the burst', async () => {
  const { view } = openBurst();
  renameSync(join(logs.folder, 'raylet.out'), join(logs.folder, 'raylet.out.1'));
  logs.write('raylet.out', line(burstLines + 10));
  logs.engine.look();
  expect(stateOf(view).pending).not.toBeNull();
  const told: number[] = [];
  await waitFor('all to be told', async () => {
    for (const { text } of (await logs.follow(view, 1_000)).rows) told.push(numberOf(text));
    return told.length >= burstLines + 1;
  });
  expect(told).toEqual(Array.from({ length: burstLines + 1 }, (_, index) => index + 10));
});

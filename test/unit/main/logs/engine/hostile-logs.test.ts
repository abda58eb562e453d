import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';
import { waitFor } from '../../../../support/wait-for';

let logs: TestEngine;
beforeEach(() => {
  logs = startTestEngine();
});
afterEach(() => logs.close());

const head = '[2026-11-21 06:00:01,000 I 1 1] (raylet) a.cc:1: ';

describe('a line of 100 MB', () => {
  const lineBytes = 100 * 2 ** 20;

  /** A short line, the long one with something at its end, and another short one. */
  function writeLongLine(): void {
    const file = openSync(join(logs.folder, 'raylet.out'), 'w');
    writeSync(file, `${head}before\n${head}`);
    const part = Buffer.alloc(2 ** 20, 'x');
    for (let written = 0; written < lineBytes; written += part.length) writeSync(file, part);
    writeSync(file, `the needle\n${head}after\n`);
    closeSync(file);
  }

  it('is a row of bounded text that says how much it lacks; the lines around it are whole', async () => {
    writeLongLine();
    const { state } = logs.open();
    await waitFor('its index', () =>
      logs.engine
        .rows({ view: state.view, from: 0, count: 3, reveal: false })
        .then(({ rows }) => rows.length === 3 && !rows.includes(null)),
    );
    const rows = await logs.rows(state.view);
    expect(rows.map((row) => row?.text.endsWith('before') === true)).toEqual([true, false, false]);
    expect(rows[1]?.text.length).toBeLessThan(10_000);
    expect((rows[1]?.cutBytes ?? 0) + (rows[1]?.text.length ?? 0)).toBe(
      lineBytes + head.length + 'the needle'.length,
    );
    expect(rows[2]?.text).toBe(`${head}after`);
    expect(rows[2]?.line).toBe(3);
  });

  it('is copied up to 1 MiB of it, and says how much is missing; what follows is whole', async () => {
    writeLongLine();
    const { view } = logs.open().state;
    const rows = await waitFor('its index', async () => {
      const all = await logs.rows(view);
      return all.length === 3 && !all.includes(null) && all;
    });
    const entry = logs.engine.text({ view, what: { entryOf: rows[1]?.key ?? '' }, reveal: false });
    expect(entry).toMatchObject({ rows: 1, truncated: false });
    expect(entry.cutBytes).toBe(lineBytes + head.length + 'the needle'.length - 2 ** 20);
    expect(entry.text).toBe(
      `${head}${'x'.repeat(2 ** 20 - head.length)} … (${entry.cutBytes.toLocaleString('en-GB')} bytes more)`,
    );
    const line = logs.engine.text({ view, what: { lineOf: rows[1]?.key ?? '' }, reveal: false });
    expect([line.text.length, line.cutBytes]).toStrictEqual([2 ** 20, entry.cutBytes]);
    const all = logs.engine.text({ view, what: { fromRow: 0, toRow: 3 }, reveal: false });
    expect(all).toMatchObject({ text: `${head}before`, rows: 1, truncated: true });
  });

  it('is searched to its end', async () => {
    writeLongLine();
    const { state } = logs.open({}, 'end', {
      text: 'the needle',
      regex: false,
      matchCase: true,
      wholeWord: false,
    });
    const { search } = await logs.searched(state.view);
    expect(search?.matchedRows).toBe(1);
    expect((await logs.match(state.view, null, 'next'))?.row).toBe(1);
  });
});

describe('what a log says', () => {
  it('is text: no terminal sequences, no links, no title, and markup as it stands', async () => {
    const title = '\u001b]0;owned\u0007';
    const link = '\u001b]8;;https://example.org\u001b\\click\u001b]8;;\u001b\\';
    logs.write(
      'raylet.out',
      `${title}\u001b[31mred\u001b[0m ${link} <img src=x onerror=alert(1)>\u001b[2J\u001b[1;1H\n`,
    );
    const { state } = logs.open();
    const [row] = await logs.rows(state.view);
    expect(row?.text).toBe('red click <img src=x onerror=alert(1)>');
    expect(row?.spans).toMatchObject([{ start: 0, end: 3 }]);
    // eslint-disable-next-line no-control-regex
    expect(JSON.stringify(row)).not.toMatch(/example|owned|\\u001b/);
  });

  it('may be no UTF-8, or hold NUL bytes', async () => {
    logs.write('raylet.out', Buffer.from([0x61, 0xd5, 0x62, 0x0a, 0x00, 0x63, 0x0a]));
    const { state } = logs.open();
    const texts = await logs.texts(state.view);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toBe('a\ufffdb');
    expect(texts[1]?.endsWith('c')).toBe(true);
  });

  it('hides tokens unless they are to be revealed', async () => {
    const token = 'ghp_0123456789abcdefghijklmnopqrstuvwxyzAB';
    logs.write('raylet.out', `${head}token=${token}\n`);
    const { view } = logs.open().state;
    expect((await logs.texts(view))[0]).not.toContain(token);
    const { rows } = await logs.engine.rows({ view, from: 0, count: 1, reveal: true });
    expect(rows[0]?.text).toContain(token);
  });
});

describe('a file that shrinks while it is read', () => {
  it('gives what is left of it, and never fails', async () => {
    logs.write('raylet.out', Array.from({ length: 5_000 }, (_, index) => `${head}row ${index}\n`).join(''));
    const { view } = logs.open().state;
    truncateSync(join(logs.folder, 'raylet.out'), 10_000);
    expect(await logs.rows(view, 0, 500)).toHaveLength(500);
    expect(await logs.rows(view, 4_900, 100)).toHaveLength(100);
    logs.engine.look();
    const rows = await logs.rows(view);
    expect(rows.length).toBeLessThan(200);
    expect(rows[0]?.text).toBe(`${head}row 0`);
  });
});

describe('a folder with 5,000 logs', () => {
  it('is listed without being opened; of them the newest are', () => {
    for (let number = 0; number < 5_000; number += 1) {
      logs.write(`python-core-worker-${number}_${number}.log`, number % 2 === 0 ? `${head}${number}\n` : '');
    }
    logs.write('raylet.out', `${head}here\n`);
    const { state } = logs.open();
    expect(state.openSources).toBeLessThanOrEqual(256);
    expect(state.openSources + state.leftOutSources).toBe(5_001);
    expect(state.rowCount).toBe(state.openSources);
    const sources = logs.engine.sources({ earlier: false });
    expect(sources).toHaveLength(5_001);
    const one = sources.find(({ pid }) => pid === 10);
    expect(logs.open({ sources: [one?.id ?? ''] }).state).toMatchObject({ rowCount: 1, openSources: 1 });
  });
});

describe('a line without an end that grows', () => {
  it('is one row, shown in its last state', async () => {
    logs.write('worker-1-01000000-1.err', '');
    const { view } = logs.open().state;
    for (let percent = 0; percent <= 100; percent += 10) {
      logs.append('worker-1-01000000-1.err', `\r${percent}%|####|`);
      logs.engine.look();
    }
    expect(await logs.texts(view)).toEqual(['100%|####|']);
    logs.append('worker-1-01000000-1.err', '\n');
    logs.engine.look();
    expect(await logs.texts(view)).toEqual(['100%|####|']);
  });
});

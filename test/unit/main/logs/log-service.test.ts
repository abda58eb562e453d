import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Logs } from '../../../../src/main/logs/log-handlers';
import { createLogs } from '../../../../src/main/logs/log-service';
import { logQuerySchema, type LogViewState } from '../../../../src/shared/log-views';
import { errorOf } from '../../../support/error-of';
import { bundleLogWorker } from '../../../support/log-worker-bundle';
import { temporaryFolder } from '../../../support/temporary-folder';
import { waitFor } from '../../../support/wait-for';

const folder = temporaryFolder();
const query = logQuerySchema.parse({});
let bundle: Awaited<ReturnType<typeof bundleLogWorker>>;
let logs: Logs;
let logged: string[];

beforeAll(async () => {
  bundle = await bundleLogWorker();
});
afterAll(() => bundle.remove());
beforeEach(() => {
  logged = [];
  mkdirSync(folder.file('logs'));
  logs = createLogs({
    workerFile: bundle.file,
    places: async () => ({
      folders: [{ kind: 'session', path: folder.file('logs'), session: 'session_now', current: true }],
      temporaryDirectories: [],
      tasks: [],
      jobs: [],
      homes: ['/Users/ada'],
      secrets: [],
    }),
    makeBundle: async () => ({ preview: { files: [], missing: ['nothing'] }, zip: Uint8Array.of(1, 2) }),
    spool: null,
    log: (line) => logged.push(line),
    now: Date.now,
  });
});
afterEach(() => logs.close());

describe('the log engine in its thread', () => {
  it('opens a view, answers with its rows, and tells when it grows', async () => {
    const file = path.join(folder.path, 'logs', 'raylet.out');
    writeFileSync(file, '[2026-11-21 06:00:01,000 I 1 1] (raylet) a.cc:1: in /Users/ada/x\n');
    const states: LogViewState[] = [];
    logs.subscribe((state) => states.push(state));
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    const { view } = state;
    const { rows } = await logs.handlers.logsRows({ view, from: 0, count: 10, reveal: false });
    expect(rows[0]?.text).toContain('in ~/x');
    appendFileSync(file, '[2026-11-21 06:00:02,000 E 1 1] (raylet) a.cc:1: more\n');
    const followed = await logs.handlers.logsFollow({ view, most: 10, waitMs: 10_000, reveal: false });
    expect(followed.rows.map(({ level }) => level)).toEqual(['error']);
    await waitFor('the event', () => states.some(({ rowCount }) => rowCount === 2));
  });

  it('tells which of the matching rows the next one is', async () => {
    writeFileSync(path.join(folder.path, 'logs', 'raylet.out'), 'needle\nhay\nneedle\n');
    const search = { text: 'needle', regex: false, matchCase: false, wholeWord: false };
    const { state } = await logs.handlers.logsOpen({ query, search, anchor: 'end' });
    const last = await waitFor('all to be searched', async () => {
      const asked = { view: state.view, from: null, direction: 'previous', counted: true } as const;
      const match = await logs.handlers.logsMatch(asked);
      return match?.ordinal !== undefined && match;
    });
    expect(last).toMatchObject({ row: 2, ordinal: 2 });
  });

  it('tells the known problems of a view, with where they were told, and goes on as a file grows', async () => {
    const file = path.join(folder.path, 'logs', 'raylet.err');
    const full = 'OSError: [Errno 28] No space left on device: /Users/ada/x\n';
    writeFileSync(file, `[2026-11-21 06:00:01,000 I 1 1] (raylet) a.cc:1: x\n${full}`);
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    const { view } = state;
    const found = () => logs.handlers.logsProblems({ view });
    const first = await waitFor('all to be looked through', async () => {
      const told = await found();
      return told.searchedShare === 1 && told;
    });
    expect(first.problems).toMatchObject([
      { id: 'disk-full', count: 1, first: { key: expect.stringMatching(/^\d+:51$/) as unknown } },
    ]);
    appendFileSync(file, full);
    await waitFor('the second', async () => (await found()).problems[0]?.count === 2);
  });

  it('keeps the bundle that was previewed until it is written', async () => {
    const { id, missing } = await logs.handlers.logsBundlePreview(undefined);
    expect(missing).toEqual(['nothing']);
    await logs.writeBundle(id, folder.file('bundle.zip'));
    expect([...readFileSync(folder.file('bundle.zip'))]).toEqual([1, 2]);
  });

  it('ends a search whose expression takes forever, says so, and goes on', async () => {
    writeFileSync(path.join(folder.path, 'logs', 'raylet.out'), `${'a'.repeat(40_000)}!\nplain\n`);
    const search = { text: '(a+)+$', regex: true, matchCase: true, wholeWord: false };
    const { state } = await logs.handlers.logsOpen({ query, search, anchor: 'start' });
    const { view } = state;
    const states: LogViewState[] = [];
    logs.subscribe((one) => states.push(one));
    const stopped = await waitFor('the end of the search', () =>
      states.find(({ search: found }) => found?.problem != null),
    );
    expect(stopped.search?.problem?.code).toBe('log-search-too-slow');
    const plain = { text: 'plain', regex: true, matchCase: true, wholeWord: false };
    await logs.handlers.logsChange({ view, search: plain, anchor: 'start' });
    const found = await waitFor('the next search', () => {
      const last = states.at(-1)?.search;
      return last?.done === true && last.problem === null ? last : null;
    });
    expect(found.matchedRows).toBe(1);
  });

  it('tells whoever still waits, and whoever asks then, that Raybar quit', async () => {
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    const { view } = state;
    const followed = errorOf(logs.handlers.logsFollow({ view, most: 10, waitMs: 30_000, reveal: false }));
    const closed = logs.close();
    expect(await followed).toMatchObject({ code: 'app-not-running', found: 'Raybar quit.' });
    await closed;
    const again = logs.handlers.logsFollow({ view, most: 10, waitMs: 0, reveal: false });
    expect((await errorOf(again)).code).toBe('app-not-running');
    await logs.handlers.logsClose({ view });
  });

  it('refuses a view that was closed', async () => {
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    await logs.handlers.logsClose({ view: state.view });
    const rows = logs.handlers.logsRows({ view: state.view, from: 0, count: 1, reveal: false });
    expect((await errorOf(rows)).code).toBe('log-view-gone');
  });
});

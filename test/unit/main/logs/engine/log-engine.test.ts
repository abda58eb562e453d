import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logQuerySchema } from '../../../../../src/shared/log-views';
import { waitFor } from '../../../../support/wait-for';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';

let logs: TestEngine;
beforeEach(() => {
  logs = startTestEngine();
});
afterEach(() => logs.close());
/** For what the engine waits for a moment only, or takes for rest: here it is as fast as it likes. */
const stopClock = (): void => {
  logs.close();
  const now = Date.now();
  logs = startTestEngine({ now: () => now });
};

/** A line as Ray's C++ writes it. */
const line = (seconds: number, text: string, level = 'I'): string =>
  `[2026-11-21 06:00:${String(seconds).padStart(2, '0')},000 ${level} 1 1] (raylet) a.cc:1: ${text}\n`;
const told = (text: string): string => text.replace(/^.*?a\.cc:1: /, '');
const toldTexts = async (view: string): Promise<string[]> => (await logs.texts(view)).map(told);

describe('a view of one log', () => {
  it('has its lines with their levels, times, entries and keys', async () => {
    logs.write('raylet.out', `${line(1, 'first')}${line(2, 'broken', 'E')}  at somewhere\nlast, not whole`);
    const { state } = logs.open();
    expect(state).toMatchObject({ rowCount: 4, pending: null, indexedShare: 1 });
    const rows = await logs.rows(state.view);
    expect(rows.map((row) => row?.level)).toEqual(['info', 'error', 'error', 'error']);
    expect(rows.map((row) => row?.startsEntry)).toEqual([true, true, false, false]);
    expect(rows.map((row) => row?.line)).toEqual([1, 2, 3, 4]);
    expect(rows[2]?.at).toBe(rows[1]?.at);
    expect(rows[1]?.at).toBe(new Date(2026, 10, 21, 6, 0, 2).getTime());
    expect(rows[3]?.text).toBe('last, not whole');
    expect(new Set(rows.map((row) => row?.key)).size).toBe(4);
  });

  it('opens at the newest failure when that is recent, and at the end else', () => {
    logs.write('raylet.out', `${line(1, 'a')}${line(2, 'bad', 'E')}  more\n${line(3, 'b')}`);
    expect(logs.open({}, 'failure').anchor).toMatchObject({ row: 1, exact: true });
    logs.write('raylet.out', `${line(1, 'a')}${line(2, 'b')}`);
    expect(logs.open({}, 'failure').anchor).toMatchObject({ row: 1, exact: false });
  });

  it('grows with its file, and a line that was not whole becomes itself', async () => {
    logs.write('raylet.out', `${line(1, 'a')}[2026-11-21 06:00:0`);
    const { state } = logs.open();
    expect((await logs.rows(state.view)).map((row) => row?.unfinished)).toEqual([undefined, true]);
    logs.append('raylet.out', `2,000 W 1 1] (raylet) a.cc:1: whole\n${line(3, 'c')}`);
    logs.engine.look();
    expect(await toldTexts(state.view)).toEqual(['a', 'whole', 'c']);
    expect((await logs.rows(state.view))[1]).toMatchObject({ level: 'warning' });
    expect((await logs.rows(state.view)).some((row) => row?.unfinished)).toBe(false);
  });
});

describe('the file of a line', () => {
  it('is the one that holds it, also where it was rotated since, and what is new in the folder is still followed', async () => {
    logs.write('raylet.1.out', line(1, 'old'));
    logs.write('raylet.out', line(2, 'new'));
    const { view } = logs.open().state;
    const [old, young] = await logs.rows(view);
    const pathOf = (row: typeof old) => logs.engine.pathOf(row?.sourceId ?? '', row?.key ?? null);
    expect(pathOf(old)).toBe(join(logs.folder, 'raylet.1.out'));
    expect(pathOf(young)).toBe(join(logs.folder, 'raylet.out'));
    renameSync(join(logs.folder, 'raylet.1.out'), join(logs.folder, 'raylet.2.out'));
    renameSync(join(logs.folder, 'raylet.out'), join(logs.folder, 'raylet.1.out'));
    logs.write('raylet.out', line(3, 'newest'));
    expect(pathOf(young)).toBe(join(logs.folder, 'raylet.1.out'));
    expect(logs.engine.pathOf(young?.sourceId ?? '')).toBe(join(logs.folder, 'raylet.out'));
    expect(await toldTexts(view)).toEqual(['old', 'new', 'newest']);
    rmSync(join(logs.folder, 'raylet.2.out'));
    expect(pathOf(old)).toBe(join(logs.folder, 'raylet.out'));
  });
});

describe('a log that is turned over', () => {
  /** The folder's time is that of long ago: only what it differs from tells that something happened. */
  const settle = (): void => {
    const before = Date.now() / 1_000 - 10;
    utimesSync(logs.folder, before, before);
  };
  const turnOver = (): void => {
    renameSync(join(logs.folder, 'raylet.out'), join(logs.folder, 'raylet.1.out'));
    logs.write('raylet.out', line(2, 'new'));
    settle();
  };

  it('right before other filters are chosen is followed all the same', async () => {
    logs.write('raylet.out', line(1, 'old'));
    const { view } = logs.open().state;
    turnOver();
    logs.engine.change({ view, query: logQuerySchema.parse({ levels: ['info'] }), anchor: 'end' });
    logs.append('raylet.out', line(3, 'newest'));
    logs.engine.look();
    expect((await logs.follow(view)).rows.map(({ text }) => told(text))).toEqual(['new', 'newest']);
  });

  it('while it is opened is opened as it is then, and told from there', async () => {
    logs.write('raylet.out', line(1, 'old'));
    const { catalogue } = logs.engine;
    const scan = catalogue.scan.bind(catalogue);
    vi.spyOn(catalogue, 'scan').mockImplementationOnce((folder) => {
      const listed = scan(folder);
      turnOver();
      return listed;
    });
    const { view } = logs.open().state;
    expect(await toldTexts(view)).toEqual(['old', 'new']);
    logs.append('raylet.out', line(3, 'newest'));
    logs.engine.look();
    expect((await logs.follow(view)).rows.map(({ text }) => told(text))).toEqual(['newest']);
  });
});

describe('all matches', () => {
  it('are those in what came a moment ago, too', async () => {
    stopClock();
    logs.write('raylet.out', line(1, 'a needle'));
    const plain = { text: 'needle', regex: false, matchCase: true, wholeWord: false };
    const { view } = logs.open({}, 'end', plain).state;
    const matches = async (): Promise<string[]> =>
      (await logs.engine.matches({ view, from: null, direction: 'next', inclusive: false, most: 500 })).map(
        ({ text }) => told(text),
      );
    expect(await matches()).toEqual(['a needle']);
    logs.append('raylet.out', line(2, 'another needle'));
    logs.engine.look();
    expect(await matches()).toEqual(['a needle', 'another needle']);
  });
});

describe('the text of several lines', () => {
  it('is theirs, also where their rows got other numbers since', async () => {
    logs.write('raylet.out', `${line(2, 'a')}${line(3, 'b')}${line(5, 'c')}`);
    const { view } = logs.open().state;
    const [from, to] = await logs.rows(view);
    logs.write('gcs_server.out', `${line(1, 'before')}${line(4, 'behind')}`);
    logs.engine.look();
    const text = (lines: { fromLine?: string | undefined; toLine?: string | undefined }): string[] =>
      logs.engine
        .text({ view, what: { fromRow: 0, toRow: 2, ...lines }, reveal: false })
        .text.split('\n')
        .map(told);
    expect(text({ fromLine: from?.key, toLine: to?.key })).toEqual(['a', 'b']);
    expect(text({})).toEqual(['before', 'a']);
    logs.engine.change({
      view,
      query: logQuerySchema.parse({ sources: [from?.sourceId] }),
      anchor: 'end',
    });
    expect(text({ fromLine: from?.key, toLine: to?.key })).toEqual(['a', 'b']);
  });
});

describe('the cluster’s token in a log', () => {
  it('is hidden as it is, in rows, in what is copied and in problems, from when it is known', async () => {
    const token = 'plainly-the-token';
    logs.write('raylet.err', `OSError: [Errno 116] Stale file handle: '/x/${token}'\n`);
    const { view } = logs.open().state;
    const shown = async (): Promise<string> => {
      const { text } = logs.engine.text({ view, what: { fromRow: 0, toRow: 1 }, reveal: false });
      return JSON.stringify([await logs.rows(view), text, (await logs.problems(view)).problems]);
    };
    expect((await shown()).split(token)).toHaveLength(4);
    logs.setPlaces({ secrets: [token] });
    const hidden = await shown();
    expect(hidden).not.toContain(token);
    expect(hidden.split('/x/•••')).toHaveLength(4);
    const revealed = await logs.engine.rows({ view, from: 0, count: 1, reveal: true });
    expect(revealed.rows[0]?.text).toContain(token);
  });
});

describe('a view of several logs', () => {
  it.each([
    [5, 6],
    [6, 5],
  ])(
    'has those of two that write files of one log at once by time: a head’s raylet and a worker’s (%i, %i)',
    async (workerSeconds, headSeconds) => {
      logs.write('raylet.out', `${line(1, 'head')}${line(3, 'head again')}${line(5, 'head at last')}`);
      logs.write('raylet.1.out', `${line(2, 'worker')}${line(4, 'worker again')}`);
      // Both go on after the second was begun.
      const now = Date.now() / 1_000;
      for (const [file, seconds] of [
        ['raylet.1.out', workerSeconds],
        ['raylet.out', headSeconds],
      ] as const)
        utimesSync(join(logs.folder, file), now + seconds, now + seconds);
      expect(await toldTexts(logs.open().state.view)).toEqual([
        'head',
        'worker',
        'head again',
        'worker again',
        'head at last',
      ]);
    },
  );

  it('has their lines by time; what has no time stays with its entry', async () => {
    logs.write('raylet.out', `${line(1, 'r1')}  of r1\n${line(4, 'r4')}`);
    logs.write('gcs_server.out', `${line(2, 'g2')}${line(5, 'g5')}`);
    logs.write(
      'events/event_RAYLET.log',
      `{"severity":"WARNING","timestamp":"2026-11-21 06:00:03","message":"e3"}\n`,
    );
    const { state } = logs.open();
    expect((await toldTexts(state.view)).map((text) => text.replace(/.*(e3).*/, '$1'))).toEqual([
      'r1',
      '  of r1',
      'g2',
      'e3',
      'r4',
      'g5',
    ]);
    expect(state.openSources).toBe(3);
  });

  it('can be narrowed to one, to levels and to a span without losing the place', async () => {
    logs.write('raylet.out', [1, 2, 3, 4].map((at) => line(at, `r${at}`, at % 2 ? 'I' : 'E')).join(''));
    logs.write('gcs_server.out', [1, 2, 3, 4].map((at) => line(at, `g${at}`, 'W')).join(''));
    const { state } = logs.open();
    const { view } = state;
    const rows = await logs.rows(view);
    const place = rows.find((row) => row?.text.endsWith('g3'));
    if (!place) throw new Error('no such row');
    const anchor = { key: place.key };
    const source = logs.engine.sources({ earlier: false }).find(({ file }) => file === 'gcs_server.out');
    const query = {
      sources: null,
      session: 'current',
      levels: null,
      task: null,
      nodeId: null,
      from: null,
      to: null,
    } as const;

    const one = logs.engine.change({ view, query: { ...query, sources: [source?.id ?? ''] }, anchor });
    expect(one.anchor).toMatchObject({ row: 2, exact: true, key: place.key });
    expect(await toldTexts(view)).toEqual(['g1', 'g2', 'g3', 'g4']);

    const errors = logs.engine.change({ view, query: { ...query, levels: ['error'] }, anchor });
    expect(await toldTexts(view)).toEqual(['r2', 'r4']);
    expect(errors.anchor).toMatchObject({ row: 1, exact: false });

    const at = (seconds: number): number => new Date(2026, 10, 21, 6, 0, seconds).getTime();
    logs.engine.change({ view, query: { ...query, from: at(2), to: at(4) }, anchor });
    expect((await toldTexts(view)).sort()).toEqual(['g2', 'g3', 'r2', 'r3']);
    expect(logs.engine.change({ view, query, anchor }).state.rowCount).toBe(8);
  });

  it('shows what mentions a node, by whole entries', async () => {
    const node = 'c0ffee00aa';
    logs.write('raylet.out', `${line(1, 'a')}${line(2, 'b')}  node ${node}\n  more\n${line(3, 'c')}`);
    const { state } = logs.open({ nodeId: node });
    await waitFor('the search for it', () => logs.states.some(({ rowCount }) => rowCount === 3));
    expect(await toldTexts(state.view)).toEqual(['b', `  node ${node}`, '  more']);
  });

  it('takes in logs that appear', async () => {
    logs.write('raylet.out', line(1, 'a'));
    const { state } = logs.open();
    logs.write('worker-1-01000000-4711.out', `:actor_name:Trainer\n${line(2, 'w')}`);
    logs.engine.look();
    expect((await toldTexts(state.view)).at(-1)).toBe('w');
    const source = logs.engine.sources({ earlier: false }).find(({ kind }) => kind === 'worker');
    expect(source).toMatchObject({ tasks: ['Trainer'], pid: 4711, name: 'stdout of Trainer (pid 4711)' });
  });
});

describe('a failure that is told some seconds later', () => {
  it('stays one entry, where it was: no line of another log stands within its trace', async () => {
    const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();
    const failure = (seconds: number): string =>
      `${ago(seconds)} ERROR failed\nTraceback (most recent call last):\n  File "x", line 1\nValueError: x\nof two lines\n`;
    for (const file of ['other.log', 'raybar.log']) {
      logs.write(file, failure(60));
      utimesSync(join(logs.folder, file), Date.now() / 1_000 - 60, Date.now() / 1_000 - 60);
    }
    const { view } = logs.open().state;
    logs.append('other.log', failure(8));
    logs.append('raybar.log', `${ago(9)} info before\n${ago(6)} info behind\n`);
    logs.engine.look();
    expect((await logs.texts(view)).slice(-7).map((text) => text.replace(/^[\d-]+T\S+ /, ''))).toEqual([
      'info before',
      'ERROR failed',
      'Traceback (most recent call last):',
      '  File "x", line 1',
      'ValueError: x',
      'of two lines',
      'info behind',
    ]);
  });
});

describe('a failure that was brought from the cluster’s head', () => {
  it.each(['before', 'after'])(
    'stays one entry, where it was, in a view that is opened %s',
    async (opened) => {
      const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();
      logs.write('raybar.log', `${ago(9)} info before\n${ago(6)} info behind\n`);
      const early = opened === 'before' ? logs.open() : null;
      logs.write(
        'task-failures.log',
        `${ago(8)} ERROR load failed\nray::load() (pid=1)\n  File "x", line 1\nValueError: x\nof two lines\n`,
      );
      logs.engine.look();
      const { view } = (early ?? logs.open()).state;
      expect((await logs.texts(view)).map((text) => text.replace(/^[\d-]+T\S+ /, ''))).toEqual([
        'info before',
        'ERROR load failed',
        'ray::load() (pid=1)',
        '  File "x", line 1',
        'ValueError: x',
        'of two lines',
        'info behind',
      ]);
    },
  );
});

describe('a worker that goes on with other tasks', () => {
  const file = 'worker-1-01000000-4711.out';
  const output = [
    ':job_id:01000000',
    ':task_name:first',
    'AAA from first',
    line(1, 'head of first', 'E').trimEnd(),
    '  below its head',
    ':task_name:second',
    'BBB from second',
    ':task_name:first',
    'again',
    '',
  ].join('\n');
  const ofTask = async (task: string): Promise<string[]> => {
    const { view } = logs.open({ task }).state;
    await waitFor('the search for what mentions it', () =>
      logs.states.some((state) => state.view === view && state.search === null),
    );
    return toldTexts(view);
  };

  it('has the names of all, the newest first, and each one’s own lines', async () => {
    logs.write(file, output);
    expect(logs.engine.sources({ earlier: false, reveal: false })).toMatchObject([
      { tasks: ['first', 'second'], name: 'stdout of first, second (pid 4711)' },
    ]);
    expect(await ofTask('second')).toEqual([':task_name:second', 'BBB from second']);
    expect(await ofTask('first')).toEqual([
      ':task_name:first',
      'AAA from first',
      'head of first',
      '  below its head',
      ':task_name:first',
      'again',
    ]);
  });

  it('begins an entry with each: what the one before failed with is not the next one’s level', async () => {
    logs.write(file, output);
    const rows = await logs.rows(logs.open().state.view);
    expect(rows.map((row) => row?.level)).toEqual([
      null,
      null,
      null,
      'error',
      'error',
      null,
      null,
      null,
      null,
    ]);
  });

  it('is followed, also into the file that its output goes on in', async () => {
    logs.write(file, output);
    const { view } = logs.open({ task: 'second' }).state;
    logs.append(file, 'of first\n:task_name:sec');
    logs.engine.look();
    logs.append(file, 'ond\nCCC from second\n');
    logs.engine.look();
    const rotated = file.replace('.out', '.1.out');
    renameSync(join(logs.folder, file), join(logs.folder, rotated));
    logs.write(file, 'DDD from second\n:task_name:third\nof third\n');
    logs.engine.look();
    await waitFor('all of it', async () => (await logs.texts(view)).length === 5);
    expect(await toldTexts(view)).toEqual([
      ':task_name:second',
      'BBB from second',
      ':task_name:second',
      'CCC from second',
      'DDD from second',
    ]);
  });

  it('is an actor’s from its making on, by all of its names and by what it runs now', async () => {
    logs.write(
      file,
      ':task_name:load\nof load\n:actor_name:Trainer\nmade\n:actor_name:Trainer(rank=0)\nsteps\n',
    );
    logs.setPlaces({ tasks: [{ pid: 4711, name: 'Trainer.step' }] });
    const lines = [':actor_name:Trainer', 'made', ':actor_name:Trainer(rank=0)', 'steps'];
    expect(await ofTask('Trainer')).toEqual(lines);
    expect(await ofTask('Trainer(rank=0)')).toEqual(lines);
    expect(await ofTask('Trainer.step')).toEqual(lines);
    expect(await ofTask('load')).toEqual([':task_name:load', 'of load']);
    const [source] = logs.engine.sources({ earlier: false, reveal: false });
    expect(source?.tasks).toEqual(['Trainer.step', 'Trainer(rank=0)', 'Trainer', 'load']);
  });

  it('shows the newest of many names', () => {
    const names = Array.from({ length: 40 }, (_, at) => `step_${at}`);
    logs.write(file, names.map((name) => `:task_name:${name}\n${'x'.repeat(400)}\n`).join(''));
    const [source] = logs.engine.sources({ earlier: false, reveal: false });
    expect(source?.tasks).toHaveLength(40);
    expect(source?.name).toMatch(/^stdout of step_39, (step_\d\d, )+… \(pid 4711\)$/);
    logs.append(file, ':task_name:talk\n');
    expect(logs.engine.sources({ earlier: false, reveal: false })[0]?.tasks[0]).toBe('talk');
  });
});

describe('a search', () => {
  it('counts the rows that match, marks them, and goes from one to the next', async () => {
    logs.write(
      'raylet.out',
      [1, 2, 3, 4, 5].map((at) => line(at, at % 2 ? 'needle Needle' : 'hay')).join(''),
    );
    logs.write('gcs_server.out', line(2, 'a needle'));
    const { state } = logs.open({}, 'end', {
      text: 'needle',
      regex: false,
      matchCase: false,
      wholeWord: false,
    });
    const { view } = state;
    const { search } = await logs.searched(view);
    expect(search).toMatchObject({ matchedRows: 4, searchedShare: 1, problem: null });
    expect(search?.buckets.reduce((sum, count) => sum + count, 0)).toBe(4);
    const rows = await logs.rows(view);
    expect(rows[0]?.matches).toHaveLength(2);

    const found: number[] = [];
    const ordinals: (number | undefined)[] = [];
    let at = await logs.match(view, null, 'next');
    while (at !== null) {
      found.push(at.row);
      ordinals.push(at.ordinal);
      expect(await logs.match(view, at.key, 'here')).toEqual(at);
      at = await logs.match(view, at.key, 'next');
    }
    expect(found.map((row) => told(rows[row]?.text ?? ''))).toEqual([
      'needle Needle',
      'a needle',
      'needle Needle',
      'needle Needle',
    ]);
    expect(ordinals).toEqual([1, 2, 3, 4]);
    const hay = rows.find((row) => row?.text.endsWith('hay'));
    expect(await logs.match(view, hay?.key ?? '', 'here')).toBeNull();
    const back: number[] = [];
    for (let one = await logs.match(view, null, 'previous'); one !== null;) {
      back.push(one.row);
      one = await logs.match(view, one.key, 'previous');
    }
    expect(back).toEqual(found.map((_, index) => found[found.length - 1 - index]));
  });

  it('tells of a match how manieth of the filtered rows it is, and only once all is searched', async () => {
    logs.write('raylet.out', [1, 2, 3].map((at) => line(at, 'needle', at === 2 ? 'E' : 'I')).join(''));
    logs.write('gcs_server.out', line(3, 'needle', 'E'));
    const needle = { text: 'needle', regex: false, matchCase: false, wholeWord: false };
    const { view } = logs.open({ levels: ['error'] }, 'end', needle).state;
    await logs.searched(view);
    expect(await logs.match(view, null, 'previous')).toMatchObject({ row: 1, ordinal: 2 });
    logs.append('raylet.out', line(4, 'needle', 'E').repeat(3));
    logs.engine.look();
    expect(await logs.match(view, null, 'next')).not.toHaveProperty('ordinal');
    await waitFor(
      'the search of what is new',
      async () => (await logs.match(view, null, 'previous'))?.row === 4,
    );
    expect(await logs.match(view, null, 'previous')).toMatchObject({ row: 4, ordinal: 5 });
  });

  it('says what is wrong with an expression', () => {
    logs.write('raylet.out', line(1, 'a'));
    const { state } = logs.open({}, 'end', { text: '(', regex: true, matchCase: true, wholeWord: false });
    expect(state.search?.problem?.code).toBe('log-search-invalid');
  });
});

describe('what is no log', () => {
  it('is not opened: a FIFO, a link out of the folder, a folder', () => {
    logs.write('raylet.out', line(1, 'a'));
    const secret = join(logs.folder, '..', 'secret.log');
    writeFileSync(secret, 'the secret\n');
    symlinkSync(secret, join(logs.folder, 'link.log'));
    symlinkSync(join(logs.folder, '..'), join(logs.folder, 'out'));
    execFileSync('mkfifo', [join(logs.folder, 'fifo.log')]);
    mkdirSync(join(logs.folder, 'folder.log'));
    expect(logs.engine.sources({ earlier: true }).map(({ file }) => file)).toEqual(['raylet.out']);
    expect(logs.open().state.rowCount).toBe(1);
  });

  it('is a log still when its folder was deleted while it was open', async () => {
    logs.write('raylet.out', line(1, 'a'));
    const { state } = logs.open();
    rmSync(logs.folder, { recursive: true });
    logs.engine.look();
    expect(await toldTexts(state.view)).toEqual(['a']);
  });
});

describe('logs that are deleted while they are open', () => {
  const write = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) {
      logs.write(`worker-${at}-01000000-${at}.log`, `line of ${at}\n`);
      utimesSync(join(logs.folder, `worker-${at}-01000000-${at}.log`), at, at);
    }
  };
  const remove = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) rmSync(join(logs.folder, `worker-${at}-01000000-${at}.log`));
    logs.engine.look();
  };

  it('stay readable, the ones last written, and make no room for more than a view may open', async () => {
    write(1_000, 1_400);
    const { view } = logs.open().state;
    const files = async (): Promise<string[]> => [
      ...new Set((await logs.texts(view)).map((text) => text.slice('line of '.length))),
    ];
    expect(await files()).toHaveLength(256);
    remove(1_390, 1_400);
    const some = await files();
    expect(some).toHaveLength(256);
    expect(some).toContain('1399');
    remove(1_200, 1_390);
    const kept = await files();
    expect(kept.filter((at) => Number(at) >= 1_200).sort()).toEqual(
      Array.from({ length: 64 }, (_, at) => String(1_336 + at)),
    );
    expect(kept).toHaveLength(256);
    remove(1_000, 1_200);
    expect((await files()).sort()).toEqual(Array.from({ length: 64 }, (_, at) => String(1_336 + at)));
  });

  it('stay open by files, not by logs: those that rotated one away again and again count as well', async () => {
    for (let at = 0; at < 10; at += 1) logs.write(`raylet-${at}.out`, `0 of ${at}\n`);
    const { view } = logs.open().state;
    for (let turn = 1; turn < 20; turn += 1) {
      for (let at = 0; at < 10; at += 1) {
        rmSync(join(logs.folder, `raylet-${at}.out`));
        logs.write(`raylet-${at}.out`, `${turn} of ${at}\n`);
      }
      logs.engine.look();
    }
    expect(await logs.texts(view)).toHaveLength(10 + 64);
  });
});

describe('following', () => {
  const follow = async (view: string): Promise<string[]> =>
    (await logs.follow(view)).rows.map(({ text }) => told(text));

  it('tells each line once, through rotation by renaming', async () => {
    logs.write('raylet.out', line(1, 'before'));
    const { state } = logs.open();
    logs.append('raylet.out', line(2, 'one'));
    logs.engine.look();
    expect(await follow(state.view)).toEqual(['one']);
    logs.append('raylet.out', line(3, 'two'));
    renameSync(join(logs.folder, 'raylet.out'), join(logs.folder, 'raylet.1.out'));
    logs.write('raylet.out', line(4, 'three'));
    logs.engine.look();
    expect(await follow(state.view)).toEqual(['two', 'three']);
    expect(await toldTexts(state.view)).toEqual(['before', 'one', 'two', 'three']);
  });

  it('tells each line once, through copying and cutting', async () => {
    logs.write('raylet.out', line(1, 'before'));
    const { state } = logs.open();
    logs.append('raylet.out', line(2, 'one'));
    logs.engine.look();
    logs.append('raylet.out', line(3, 'two'));
    execFileSync('cp', [join(logs.folder, 'raylet.out'), join(logs.folder, 'raylet.out.1')]);
    truncateSync(join(logs.folder, 'raylet.out'));
    logs.append('raylet.out', line(4, 'three'));
    logs.engine.look();
    expect(await follow(state.view)).toEqual(['one', 'two', 'three']);
    expect(await toldTexts(state.view)).toEqual(['before', 'one', 'two', 'three']);
  });

  it('does not tell a line before it is whole', async () => {
    stopClock();
    logs.write('raylet.out', '');
    const { state } = logs.open();
    logs.append('raylet.out', line(2, 'one').slice(0, -1));
    logs.engine.look();
    expect(await follow(state.view)).toEqual([]);
    logs.append('raylet.out', '\n');
    logs.engine.look();
    expect(await follow(state.view)).toEqual(['one']);
  });
});

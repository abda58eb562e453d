import { getEventListeners } from 'node:events';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/cli/exit-codes';
import type { LogAsker } from '../../../src/cli/log-asker';
import { logLine } from '../../../src/cli/log-line';
import { levelsFrom, namedSources, sinceTime } from '../../../src/cli/log-query';
import { readLogsOfFiles } from '../../../src/cli/logs-without-app';
import { createSearchAnswers } from '../../../src/main/logs/search/search-thread';
import type { StartSearchThread } from '../../../src/main/logs/search/searchers';
import { failure, type Result, success } from '../../../src/shared/errors';
import type { LogOpened, LogRow, LogSource, LogViewState } from '../../../src/shared/log-views';
import { startCli } from '../../support/cli';
import { openScriptedApp } from '../../support/control-server';
import { temporaryFolder } from '../../support/temporary-folder';
import { waitFor } from '../../support/wait-for';

const folder = temporaryFolder();
const minute = 60_000;

function write(relative: string, text: string): void {
  const file = folder.file(relative);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const iso = (at: number, level: string, text: string) => `${new Date(at).toISOString()} ${level} ${text}\n`;
const startSearchThread: StartSearchThread = (answered) => {
  const answer = createSearchAnswers();
  return { post: (request) => void setImmediate(() => answered(answer(request))), end: () => undefined };
};
const readFiles = () =>
  readLogsOfFiles({
    logDirectory: folder.file('logs'),
    home: '/Users/drizzt',
    stateDirectory: folder.file('state'),
    startSearchThread,
  });
const begin = (line: readonly string[], more = {}) =>
  startCli(folder.file('no/socket'), ['logs', ...line], { now: Date.now, readLogs: readFiles, ...more });
const logs = (...line: string[]) => begin(line).ended;

/** Raybar's log, `ray start`'s that names the session, and the session's raylet. */
function worker(now = Date.now()): void {
  const session = folder.file('ray/session_2026-11-21_07-00-16_794174_31581/logs');
  write(
    'logs/raybar.log',
    iso(now - 90 * minute, 'info', 'long ago') + iso(now - 3 * minute, 'info', 'joined'),
  );
  write(
    'logs/ray-start.log',
    iso(now - 4 * minute, 'info', `Process exit logs will be saved to: ${session}/ray_process_exit.log`),
  );
  const raylet = path.relative(folder.path, `${session}/raylet.out`);
  write(
    raylet,
    iso(now - 2 * minute, 'error', '\u001B]0;owned\u0007at /Users/drizzt/x token=abc-123-def') +
      'more of it\n' +
      iso(now - minute, 'warn', 'last'),
  );
}

/** Follows Raybar's own log from its last line on. */
async function followRaybar() {
  worker();
  const interruption = new AbortController();
  const { output, ended } = begin(['-f', '--source', 'Raybar', '-n', '1'], {
    interrupted: () => interruption.signal,
  });
  await waitFor('the last line', () => output.stdout.includes('joined'));
  return { file: folder.file('logs/raybar.log'), interruption, output, ended };
}

describe('raybar logs without the app', () => {
  it('merges the logs of the worker by time, with their sources, masked and without escapes', async () => {
    worker();
    const { code, stdout, stderr } = await logs('--since', '10m');
    expect(stderr).toBe('');
    expect(code).toBe(exitCodes.ok);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((one) => one.replace(/\| \S+Z /, '| '))).toStrictEqual([
      expect.stringMatching(/^ray start \| info Process exit logs will be saved to: /),
      'Raybar | info joined',
      'raylet.out | error at ~/x token=•••',
      'raylet.out | more of it',
      'raylet.out | warn last',
    ]);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    ['settings.json', (tokenFile: string) => ({ cluster: { kind: 'address', tokenFile } })],
    ['worker.json', (tokenFile: string) => ({ tokenFile })],
    ['embedded-head.json', (tokenFile: string) => ({ head: { tokenFile } })],
  ])('hides the cluster’s token, as it is, where %s names its file', async (name, content) => {
    write('token', 'plainly-the-token\n');
    write(`state/${name}`, JSON.stringify(content(folder.file('token'))));
    write('logs/raybar.log', iso(Date.now() - minute, 'info', 'went with plainly-the-token to the head'));
    expect((await logs()).stdout).toMatch(/ info went with ••• to the head\n$/);
  });

  it('chooses by level, source, pattern and number', async () => {
    worker();
    const texts = async (...line: string[]) =>
      (await logs(...line)).stdout
        .trimEnd()
        .split('\n')
        .map((one) => one.replace(/\S+Z /, ''));
    expect(await texts('--level', 'error')).toStrictEqual([
      'raylet.out | error at ~/x token=•••',
      'raylet.out | more of it',
    ]);
    expect(await texts('--source', 'raylet', '--grep', 'l[a-z]st$')).toStrictEqual(['warn last']);
    expect(await texts('--source', 'Raybar', '--lines', '1')).toStrictEqual(['info joined']);
    expect(await logs('--grep', 'nothing like it')).toStrictEqual({
      code: exitCodes.failed,
      stdout: '',
      stderr: '',
    });
  });

  it('shows the logs of each --source, each once, and refuses a name that none has', async () => {
    worker();
    const names = async (...line: string[]) => {
      const { stdout } = await logs('--since', '10m', ...line);
      return stdout.match(/^[^|\n]+(?= \| \S+Z )/gm);
    };
    expect(await names('--source', 'Raybar', '--source', 'raylet.out')).toStrictEqual([
      'Raybar',
      'raylet.out',
      'raylet.out',
    ]);
    expect((await logs('--since', '10m', '--source', 'Raybar', '--source=raybar')).stdout).toMatch(
      /^\S+Z info joined\n$/,
    );
    const refused = await logs('--source', 'ryalet.out', '--source', 'Raybar');
    expect(refused.code).toBe(exitCodes.usage);
    expect(refused.stderr).toContain('did you mean "raylet.out"?');
    expect((await logs('--help')).stdout).toContain('--source may be given several times');
  });

  it('ends a pipe’s line where it ends in its file, and cuts it on a terminal', async () => {
    const text = `${'x'.repeat(100_000)} token=abc-123-def needle`;
    write('logs/raybar.log', iso(Date.now() - minute, 'info', text));
    const shown = `${'x'.repeat(100_000)} token=••• needle`;
    expect((await logs()).stdout.endsWith(` info ${shown}\n`)).toBe(true);
    expect(JSON.parse((await logs('--json')).stdout)).toMatchObject({
      text: expect.stringContaining(shown) as unknown,
      cutBytes: 0,
    });
    expect((await begin([], { isTerminal: true }).ended).stdout).toMatch(/x… \+9\d,\d{3} bytes\n$/);
    const interruption = new AbortController();
    const { output, ended } = begin(['-f', '--lines', '0'], { interrupted: () => interruption.signal });
    await waitFor('the follower', () => {
      appendFileSync(folder.file('logs/raybar.log'), iso(Date.now(), 'info', text));
      return output.stdout.includes(shown);
    });
    interruption.abort();
    await ended;
  });

  it('finds what stands far behind in a long line, and each match once over many answers', async () => {
    const lines = Array.from({ length: 3_000 }, (_, number) =>
      iso(Date.now() - 60_000 + number, 'info', number % 3 === 0 ? `third ${number}` : `other ${number}`),
    );
    write('logs/raybar.log', `${lines.join('')}${'x'.repeat(6_000)} needle\n`);
    const thirds = Array.from({ length: 1_000 }, (_, number) => `third ${number * 3}`);
    const found = async (...line: string[]) =>
      (await logs('--source', 'Raybar', '--grep', ...line)).stdout.match(/third \d+/g);
    expect(await found('third \\d', '-n', 'all')).toStrictEqual(thirds);
    expect(await found('third \\d', '-n', '700')).toStrictEqual(thirds.slice(-700));
    expect((await logs('--grep', 'needle$')).stdout).toMatch(/xxxx/);
  });

  it('finds, dense or sparse, the lines that a filter over all of them finds', async () => {
    const kinds = fc.constantFrom('needle', 'hay', '\u001B[31mneedle\u001B[0m', 'far needle', '');
    const sparse = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(1, 3, 700));
    const files = fc.array(fc.oneof(fc.array(kinds), sparse), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 1_500 }), async (given, most) => {
        rmSync(folder.file('logs'), { recursive: true, force: true });
        const start = Date.now() - minute;
        for (const [file, lines] of given.entries()) {
          const [times, every] = lines;
          const words =
            typeof times === 'number' && typeof every === 'number'
              ? Array.from({ length: times * 300 }, (_, at) => (at % every === 0 ? 'needle' : 'hay'))
              : lines.map(String);
          const text = words.map((word, at) =>
            word === ''
              ? '\n'
              : iso(start + at * 7, 'info', `${word.replace('far', 'x'.repeat(40_000))} ${file} ${at}`),
          );
          write(`logs/log-${file}.log`, text.join(''));
        }
        const lines = async (...line: string[]) => (await logs(...line)).stdout.match(/.*\n/g) ?? [];
        const all = await lines('-n', 'all');
        const matching = all.filter((line) => line.includes('needle'));
        expect(await lines('--grep', 'needle', '-n', 'all')).toStrictEqual(matching);
        expect(await lines('--grep', 'needle', '-n', String(most))).toStrictEqual(matching.slice(-most));
        const empty = all.filter((line) => /^(?:.* \| )?$/.test(line.slice(0, -1)));
        expect(await lines('--grep', '^$', '-n', 'all')).toStrictEqual(empty);
      }),
      { numRuns: 15 },
    );
  });

  it.each(['all', '700'])(
    'asks for many matches at once, and for none that came since all was searched: %s',
    async (most) => {
      const text = (number: number) => iso(Date.now() - minute + number, 'info', `needle ${number}`);
      write('logs/raybar.log', Array.from({ length: 3_000 }, (_, number) => text(number)).join(''));
      const asked: string[] = [];
      const readLogs = async (): Promise<LogAsker> => {
        const asker = await readFiles();
        let view = '';
        let appended = false;
        return {
          async ask(name, input) {
            asked.push(name);
            if ('view' in input) view = input.view;
            if (!name.startsWith('logsMatch') || appended) return asker.ask(name, input);
            appended = true;
            appendFileSync(folder.file('logs/raybar.log'), text(3_000));
            await waitFor('the engine to see it', async () => {
              const { state } = await asker.ask('logsChange', { view, anchor: 'end' });
              return state.rowCount === 3_001 && state.search?.done === true;
            });
            return asker.ask(name, input);
          },
          close: () => asker.close(),
        };
      };
      const { stdout } = await begin(['--grep', 'needle', '-n', most], { readLogs }).ended;
      const all = Array.from({ length: 3_000 }, (_, at) => at);
      const told = stdout.match(/\d+$/gm)?.map(Number);
      expect(told).toStrictEqual(most === 'all' ? all : all.slice(-Number(most)));
      expect(asked.filter((name) => name !== 'logsChange').length).toBeLessThan(20);
    },
  );

  it('says that there are none yet', async () => {
    expect(await logs()).toStrictEqual({
      code: exitCodes.ok,
      stdout: '',
      stderr: 'There are no logs yet.\n',
    });
    worker();
    expect((await logs('--lines', '0')).stderr).toBe('');
  });

  it('finds a log by the name that is shown before its lines, masked and cut', async () => {
    worker();
    const task = `load --password hunter2 ${'x'.repeat(90)}`;
    const worked = 'ray/session_2026-11-21_07-00-16_794174_31581/logs/worker-0a1b2c-01000000-4711.out';
    write(worked, `:task_name:${task}\nworked\n`);
    const { stdout } = await logs('--grep', 'worked');
    const name = `stdout of load --password ••• ${'x'.repeat(60)}… (pid 4711)`;
    expect(stdout).toBe(`${name} | worked\n`);
    expect((await logs('--source', name, '--grep', 'worked')).stdout).toBe('worked\n');
    const json = await logs('--grep', 'worked', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ source: name });
  });

  it('says how many logs it leaves out', async () => {
    worker();
    for (let number = 0; number < 300; number += 1)
      write(`logs/more-${number}.log`, iso(Date.now(), 'info', `more ${number}`));
    const { code, stdout, stderr } = await logs('-n', '1');
    expect(stderr).toMatch(/^\d+ older logs are left out; name one with --source\.\n$/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(exitCodes.ok);
    expect((await logs('--source', 'more-7.log')).stderr).toBe('');
  });

  it.each([
    ['trace', true],
    ['debug', true],
    ['info', true],
    ['warning', false],
  ])('at %s shows plain prints: %s', async (level, shown) => {
    write('logs/plain.log', 'a plain print\n');
    expect((await logs('--level', level)).stdout.includes('a plain print')).toBe(shown);
  });

  it('has earlier sessions when they are asked for', async () => {
    worker();
    const before = 'ray/session_2026-11-20_07-00-16_794174_31/logs/raylet.out';
    write(before, iso(Date.now() - 9 * minute, 'info', 'of the session before'));
    const since = ['--since', '10m'];
    expect((await logs(...since)).stdout).not.toContain('of the session before');
    expect((await logs(...since, '--earlier')).stdout).toContain('of the session before');
    expect((await logs(...since, '--earlier', '--source', 'raylet')).stdout).toContain(
      'of the session before',
    );
  });

  it('says of a log that only earlier sessions have how it is to be had', async () => {
    worker();
    write('ray/session_2026-11-20_07-00-16_794174_31/logs/gcs_server.out', 'of the session before\n');
    expect(await logs('--source', 'gcs_server.out')).toStrictEqual({
      code: exitCodes.usage,
      stdout: '',
      stderr: expect.stringContaining(
        '--source: only earlier sessions have a log that is called "gcs_server.out"; add --earlier',
      ) as unknown,
    });
    expect((await logs('--source', 'gcs_server.out', '--earlier')).stdout).toBe('of the session before\n');
    expect((await logs('--source', 'gsc_server.out', '--earlier')).stderr).toContain(
      'did you mean "gcs_server.out"?',
    );
  });

  it('tells one object a line in JSON', async () => {
    worker();
    const { stdout } = await logs('--json', '--level', 'error', '--lines', '1');
    expect(JSON.parse(stdout)).toMatchObject({ source: 'raylet.out', level: 'error', text: 'more of it' });
  });

  it('follows what comes, each line once, until it is interrupted', async () => {
    const { file, interruption, output, ended } = await followRaybar();
    appendFileSync(file, iso(Date.now(), 'info', 'came later'));
    await waitFor('the new line', () => output.stdout.includes('came later'));
    interruption.abort();
    expect((await ended).code).toBe(exitCodes.ok);
    expect(output.stdout.match(/joined|came later|long ago/g)).toStrictEqual(['joined', 'came later']);
  });

  it('tells a line that was not whole when it began again, once it is', async () => {
    worker();
    const file = folder.file('logs/raybar.log');
    appendFileSync(file, iso(Date.now(), 'info', 'half').trimEnd());
    const interruption = new AbortController();
    const { output, ended } = begin(['-f', '--source', 'Raybar'], {
      interrupted: () => interruption.signal,
    });
    await waitFor('the last line', () => output.stdout.includes('half\n'));
    appendFileSync(file, ` and the rest\n${iso(Date.now(), 'info', 'came later')}`);
    await waitFor('the new line', () => output.stdout.includes('came later'));
    interruption.abort();
    await ended;
    expect(output.stdout.match(/half.*|came later/g)).toStrictEqual([
      'half',
      'half and the rest',
      'came later',
    ]);
  });

  it('tells what a program wrote last without a line break, once', async () => {
    const { file, interruption, output, ended } = await followRaybar();
    appendFileSync(file, iso(Date.now(), 'info', 'last words').trimEnd());
    await waitFor('the last words', () => output.stdout.includes('last words\n'));
    appendFileSync(file, `\n${iso(Date.now(), 'info', 'begun again')}`);
    await waitFor('the new line', () => output.stdout.includes('begun again'));
    interruption.abort();
    await ended;
    expect(output.stdout.match(/joined|last words|begun again/g)).toStrictEqual([
      'joined',
      'last words',
      'begun again',
    ]);
  });

  it('tells the end of a long line that it told before it was whole', async () => {
    const { file, interruption, output, ended } = await followRaybar();
    appendFileSync(file, iso(Date.now(), 'info', 'x'.repeat(5_000)).trimEnd());
    await waitFor('what is there of it', () => output.stdout.includes('xxx\n'));
    appendFileSync(file, 'THE END\n');
    await waitFor('all of it', () => output.stdout.includes('xTHE END\n'));
    interruption.abort();
    await ended;
    expect(output.stdout.match(/x\n|xTHE END\n/g)).toStrictEqual(['x\n', 'xTHE END\n']);
  });

  it('keeps nothing of an answer that it has told', async () => {
    worker();
    const interruption = new AbortController();
    const listeners: number[] = [];
    const readLogs = async (): Promise<LogAsker> => {
      const asker = await readFiles();
      return {
        ask(name, input) {
          listeners.push(getEventListeners(interruption.signal, 'abort').length);
          return asker.ask(name, input);
        },
        close: () => asker.close(),
      };
    };
    const { output, ended } = begin(['-f', '--source', 'Raybar'], {
      interrupted: () => interruption.signal,
      readLogs,
    });
    for (const number of [1, 2, 3]) {
      appendFileSync(folder.file('logs/raybar.log'), iso(Date.now(), 'info', `line ${number}`));
      await waitFor('the line', () => output.stdout.includes(`line ${number}`));
    }
    interruption.abort();
    await ended;
    expect(listeners.length).toBeGreaterThan(5);
    expect(Math.max(...listeners)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['logsSources', []],
    ['logsOpen', [{ view: 'v1' }]],
    ['logsFollow', [{ view: 'v1' }]],
  ])('interrupted in %s, it closes the views %j', async (within, views) => {
    worker();
    const interruption = new AbortController();
    const closed: unknown[] = [];
    const readLogs = async (): Promise<LogAsker> => {
      const asker = await readFiles();
      return {
        async ask(name, input) {
          if (name === within) interruption.abort();
          if (name === 'logsClose') closed.push(input);
          return asker.ask(name, input);
        },
        close: () => asker.close(),
      };
    };
    const { ended } = begin(['-f', '--source', 'Raybar'], {
      interrupted: () => interruption.signal,
      readLogs,
    });
    expect((await ended).code).toBe(exitCodes.ok);
    expect(closed).toStrictEqual(views);
  });

  it('follows what a pattern finds, far behind in a long line too', async () => {
    worker();
    const interruption = new AbortController();
    const { output, ended } = begin(['-f', '--source', 'Raybar', '--grep', 'needle$'], {
      interrupted: () => interruption.signal,
    });
    const file = folder.file('logs/raybar.log');
    // It follows once a line has come.
    const follows = waitFor('the first', () => {
      appendFileSync(file, iso(Date.now(), 'info', 'a first needle'));
      return output.stdout.includes('a first needle');
    });
    await follows;
    const long = 'x'.repeat(2 * 2 ** 20);
    appendFileSync(file, iso(Date.now(), 'info', `one ${long} hay`));
    appendFileSync(file, iso(Date.now(), 'info', `two ${long} needle`));
    appendFileSync(file, iso(Date.now(), 'info', 'the last needle'));
    await waitFor('the last', () => output.stdout.includes('the last needle'));
    interruption.abort();
    expect((await ended).code).toBe(exitCodes.ok);
    expect(output.stdout.match(/(?:one|two) x|last needle/g)).toStrictEqual(['two x', 'last needle']);
  });

  describe('with an app that quits while its logs are followed', () => {
    const error = {
      code: 'app-not-running' as const,
      tried: 'Read the logs',
      found: 'Raybar quit.',
      fixes: ['Start Raybar, then do it again.'],
      retryable: true,
    };
    const state: LogViewState = {
      view: 'v1',
      revision: 1,
      rowCount: 0,
      pending: null,
      indexedShare: 1,
      openSources: 0,
      leftOutSources: 0,
      skippedRows: 0,
      search: null,
      problem: null,
    };
    const opened: LogOpened = { state, anchor: { revision: 1, row: 0, key: null, exact: true } };
    const follow = async (
      socketPath: string,
      logsFollow: () => Promise<Result<never>>,
      ...line: string[]
    ) => {
      const app = await openScriptedApp(socketPath, {
        logsSources: () => success([]),
        logsOpen: () => success(opened),
        logsFollow,
        logsClose: () => success(undefined),
      });
      const { ended } = startCli(socketPath, ['logs', '-f', ...line]);
      await waitFor('the follower', () => app.commands.some(([name]) => name === 'logsFollow'));
      await app.server.close();
      return ended;
    };

    it.each([
      ['answers so', async () => failure(error)],
      ['answers no more', () => new Promise<never>(() => undefined)],
    ])('says so where it %s', async (_how, logsFollow) => {
      const { code, stdout, stderr } = await follow(folder.file('control/socket'), logsFollow);
      expect(code).toBe(exitCodes.notRunning);
      expect(stdout).toBe('');
      expect(stderr).toBe('There are no logs yet.\nRaybar quit; its logs are followed no longer.\n');
    });

    it('says so in JSON', async () => {
      const { code, stdout } = await follow(
        folder.file('control/socket'),
        async () => failure(error),
        '--json',
      );
      expect(code).toBe(exitCodes.notRunning);
      expect(JSON.parse(stdout)).toStrictEqual({ error });
    });
  });

  it.each([
    [['--level', 'loud'], '"loud" is none of'],
    [['--grep', '('], '--grep'],
    [['--since', '5x'], '"5x" is no time; write it as 10m, 1h30m, 09:00, 2026-11-21 or 2026-11-21T09:00'],
    [['--since', '2026-99-99'], '"2026-99-99" is no time'],
    [['--since', '2026-02-31T09:00'], '"2026-02-31T09:00" is no time'],
    [['--since', '25:99'], '"25:99" is no time; write it as 10m, 1h30m, 09:00'],
    [['--since', '24:00'], '"24:00" is no time'],
    [['--since', '09:60'], '"09:60" is no time'],
    [['--since', '09:30:60'], '"09:30:60" is no time'],
    [['--lines', 'many'], '"many" is no number'],
    [['--source', ''], '--source: "" is no log'],
    [['--source', ' '], '--source: " " is no log'],
    [['--source', 'ryalet.out'], 'did you mean "raylet.out"?'],
  ])('%j exits 2', async (line, words) => {
    worker();
    const { code, stderr } = await logs(...line);
    expect(stderr).toContain(words);
    expect(code).toBe(exitCodes.usage);
  });
});

const row: LogRow = {
  key: '1:0',
  sourceId: 'a',
  line: 1,
  at: null,
  level: 'error',
  format: 'plain',
  startsEntry: true,
  text: 'bad',
  spans: [],
  matches: [],
  cutBytes: 0,
};

describe('a line on a terminal', () => {
  it('has its level’s colour, or its own', () => {
    expect(logLine(row, null, false)).toBe('bad\n');
    expect(logLine(row, 'raylet', true)).toBe('\u001B[36mraylet | \u001B[0m\u001B[31mbad\u001B[0m\n');
    const spans = [{ start: 1, end: 3, bold: true as const, foreground: 12, background: '#0102ff' }];
    expect(logLine({ ...row, spans }, null, true)).toBe('b\u001B[1;94;48;2;1;2;255mad\u001B[0m\n');
  });

  it('says how much of it was cut off', () => {
    expect(logLine({ ...row, cutBytes: 1_904 }, null, false)).toBe('bad… +1,904 bytes\n');
    expect(logLine({ ...row, cutBytes: 7 }, null, true)).toMatch(/bad.*… \+7 bytes/);
  });

  it('brings no control character of whoever answered', () => {
    const text = 'a\u001B]0;x\u0007\tb\u009B31m\rc\n';
    const hostile = { ...row, level: null, text };
    const plain = 'n\uFFFD[1m | a\uFFFD]0;x\uFFFD\tb\uFFFD31m\uFFFDc\uFFFD\n';
    expect(logLine(hostile, 'n\u001B[1m', false)).toBe(plain);
    expect(stripVTControlCharacters(logLine(hostile, 'n\u001B[1m', true))).toBe(plain);
  });
});

describe('what is asked for', () => {
  it('a level and those that are graver', () => {
    expect(levelsFrom('warn')).toStrictEqual(['warning', 'error', 'fatal']);
    expect(levelsFrom('Fatal')).toStrictEqual(['fatal']);
  });

  it('a time: ago, of today, or of a day', () => {
    const now = new Date(2026, 10, 21, 12).getTime();
    expect(sinceTime('10m', now)).toBe(now - 10 * minute);
    expect(sinceTime('09:30', now)).toBe(new Date(2026, 10, 21, 9, 30).getTime());
    expect(sinceTime('23:59:59', now)).toBe(new Date(2026, 10, 21, 23, 59, 59).getTime());
    expect(sinceTime('0:00', now)).toBe(new Date(2026, 10, 21).getTime());
    expect(sinceTime('2026-11-20', now)).toBe(new Date(2026, 10, 20).getTime());
    expect(sinceTime('2026-11-20T10:00:00Z', now)).toBe(Date.UTC(2026, 10, 20, 10));
  });

  it('sources by kind, name or part of it', () => {
    const source = (id: string, parts: Partial<LogSource>): LogSource => ({
      id,
      kind: 'other',
      name: id,
      file: `${id}.log`,
      tasks: [],
      pid: null,
      session: null,
      current: true,
      bytes: 0,
      modifiedAt: null,
      files: 1,
      ...parts,
    });
    const all = [
      source('a', { kind: 'worker', name: 'stdout of train_step, … (pid 1)', tasks: ['train_step', 'talk'] }),
      source('b', { kind: 'raylet', name: 'raylet.out' }),
      source('c', { kind: 'raylet', name: 'raylet.err' }),
    ];
    const ids = (text: string) => namedSources(all, text).map(({ id }) => id);
    expect(ids('raylet')).toStrictEqual(['b', 'c']);
    expect(ids('TRAIN_step')).toStrictEqual(['a']);
    expect(ids('talk')).toStrictEqual(['a']);
    expect(ids('.err')).toStrictEqual(['c']);
  });
});

import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/cli/exit-codes';
import { readLogsOfFiles, searchThreadsOf } from '../../../src/cli/logs-without-app';
import { createDispatch } from '../../../src/main/control/dispatch';
import { openControlServer, type ControlServer } from '../../../src/main/control/control-server';
import type { Core } from '../../../src/main/core';
import type { ShellHandlers } from '../../../src/main/core-api';
import { createCore } from '../../../src/main/create-core';
import { currentSystem } from '../../../src/main/system/current-system';
import { startCli } from '../../support/cli';
import { bundleLogWorker } from '../../support/log-worker-bundle';
import { waitFor } from '../../support/wait-for';

const nothing = async () => undefined;
const noDesktop: ShellHandlers = {
  openLogs: nothing,
  takeLogsTarget: async () => ({ anchor: 'end', sources: null, problems: false }),
  logsDrawn: async () => undefined,
  revealLogs: nothing,
  revealLogSource: nothing,
  saveLogBundle: async () => null,
  openSettings: nothing,
  openActivity: nothing,
  openDoctor: nothing,
  takeWindowTarget: async () => null,
  exportActivity: async () => null,
  openDashboard: nothing,
  openPopover: nothing,
  popoverResized: nothing,
  closeWindow: nothing,
  quit: async () => ({ leaves: true }),
};

const iso = (at: number, level: string, text: string) => `${new Date(at).toISOString()} ${level} ${text}\n`;

describe('raybar logs, asked of the app that runs', () => {
  let bundle: Awaited<ReturnType<typeof bundleLogWorker>>;
  let directory: string;
  let core: Core;
  let control: ControlServer;
  const socketPath = () => path.join(directory, 'socket', 'raybar.sock');
  const file = (name: string) => path.join(directory, 'logs', name);

  beforeAll(async () => {
    bundle = await bundleLogWorker();
  });
  afterAll(() => bundle.remove());

  beforeEach(async () => {
    directory = mkdtempSync('/tmp/rbl-');
    mkdirSync(path.join(directory, 'socket'), { mode: 0o700 });
    core = await createCore({
      system: currentSystem(),
      stateDirectory: path.join(directory, 'state'),
      logDirectory: path.join(directory, 'logs'),
      logWorkerFile: bundle.file,
      pythonEnvironment: path.join(directory, 'no-python'),
      temporaryRoot: '/tmp',
      app: { version: '0.0.0', electron: 'none' },
      ambient: {},
      tryItHere: false,
      log: () => undefined,
    });
    control = await openControlServer({
      socketPath: socketPath(),
      dispatch: createDispatch({ ...core.handlers, ...noDesktop }, { log: () => undefined }),
      snapshot: () => core.snapshot(),
      subscribe: (changed) => core.subscribe(changed),
    });
    const now = Date.now();
    writeFileSync(
      file('raybar.log'),
      Array.from({ length: 1_200 }, (_, number) =>
        iso(now - 60_000 + number, 'info', `looked ${number}`),
      ).join(''),
    );
    writeFileSync(
      file('task-failures.log'),
      iso(now - 30_000, 'ERROR', 'train failed (task aa, attempt 0, pid 7): TASK_EXECUTION_EXCEPTION') +
        'ray::train() (pid=7)\nValueError: token=abc-123-def \u001B]0;owned\u0007 is wrong\n',
    );
  });
  afterEach(async () => {
    await control.close();
    await core.close('keep');
    rmSync(directory, { recursive: true, force: true });
  });

  const more = () => ({
    now: Date.now,
    readLogs: () =>
      Promise.reject(new Error('The app runs: the terminal has no business with the files itself.')),
  });
  const readFiles = () =>
    readLogsOfFiles({
      logDirectory: path.join(directory, 'logs'),
      stateDirectory: path.join(directory, 'state'),
      home: '/Users/drizzt',
      startSearchThread: searchThreadsOf(bundle.file),
    });
  const begin = (line: readonly string[], own = {}) =>
    startCli(socketPath(), ['logs', ...line], { ...more(), ...own });
  const logs = (...line: string[]) => begin(line).ended;

  it('tells all lines in order, however many answers they take', async () => {
    const { code, stdout, stderr } = await logs('--source', 'Raybar', '--lines', 'all');
    expect(stderr).toBe('');
    expect(code).toBe(exitCodes.ok);
    expect(stdout.match(/looked \d+/g)).toStrictEqual(
      Array.from({ length: 1_200 }, (_, number) => `looked ${number}`),
    );
    const last = await logs('--source', 'Raybar', '-n', '2');
    expect(last.stdout.match(/looked \d+/g)).toStrictEqual(['looked 1198', 'looked 1199']);
  });

  it('tells what failed, by its name, masked and without escapes, as it does without the app', async () => {
    const line = ['--source', 'Failed tasks', '--level', 'error'];
    const { stdout, code } = await logs(...line);
    expect(code).toBe(exitCodes.ok);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('ERROR train failed (task aa');
    expect(lines[2]).toBe('ValueError: token=•••  is wrong');
    const without = await startCli(path.join(directory, 'none'), ['logs', ...line], {
      now: Date.now,
      readLogs: readFiles,
    }).ended;
    expect(without.stdout).toBe(stdout);
    const [first] = (await logs(...line, '--json')).stdout.split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ source: 'Failed tasks', level: 'error' });
  });

  it('merges sources by time, and finds by a pattern', async () => {
    const { stdout } = await logs('--grep', 'looked 1199|failed \\(task', '--lines', 'all');
    const told = stdout.split('\n').filter((line) => /^(Raybar|Failed tasks) \| /.test(line));
    expect(told.map((line) => line.split(' | ')[0])).toStrictEqual(['Raybar', 'Failed tasks']);
  });

  it('follows each line once, also those of a file that is born meanwhile, until it is interrupted', async () => {
    const interruption = new AbortController();
    const { output, ended } = begin(['-f', '-n', '1', '--grep', 'looked|came|born'], {
      interrupted: () => interruption.signal,
    });
    await waitFor('the last line', () => output.stdout.includes('looked 1199'));
    appendFileSync(file('raybar.log'), iso(Date.now(), 'info', 'came later'));
    await waitFor('the new line', () => output.stdout.includes('came later'));
    writeFileSync(file('ray-start.log'), iso(Date.now(), 'info', 'born meanwhile'));
    await waitFor('the new file', () => output.stdout.includes('born meanwhile'));
    interruption.abort();
    expect((await ended).code).toBe(exitCodes.ok);
    expect(output.stdout.match(/looked \d+|came later|born meanwhile/g)).toStrictEqual([
      'looked 1199',
      'came later',
      'born meanwhile',
    ]);
  });

  it.each(['with', 'without'])(
    'ends a pattern that takes forever, %s the app',
    async (how) => {
      writeFileSync(file('raybar.log'), iso(Date.now(), 'info', 'x'.repeat(60)));
      const line = ['logs', '--source', 'Raybar', '--grep', '(x+x+)+y'];
      const socket = how === 'with' ? socketPath() : path.join(directory, 'none');
      const own = { ...more(), ...(how === 'with' ? {} : { readLogs: readFiles }) };
      const { code, stderr } = await startCli(socket, line, own).ended;
      expect(stderr).toContain('log-search-too-slow');
      expect(code).toBe(exitCodes.failed);
      const interruption = new AbortController();
      const { ended } = startCli(socket, [...line, '-f'], { ...own, interrupted: () => interruption.signal });
      setImmediate(() => interruption.abort());
      expect(await ended).toStrictEqual({ code: exitCodes.ok, stdout: '', stderr: '' });
    },
    120_000,
  );

  it('says so when the app quits while it follows', async () => {
    const { output, ended } = begin(['-f', '--source', 'Raybar', '-n', '1'], {
      interrupted: () => new AbortController().signal,
    });
    await waitFor('the last line', () => output.stdout.includes('looked 1199'));
    await control.close();
    const { code, stderr } = await ended;
    expect(stderr).toBe('Raybar quit; its logs are followed no longer.\n');
    expect(code).toBe(exitCodes.notRunning);
  });

  it.each([
    [['--level', 'loud'], '"loud" is none of'],
    [['--source', 'Rabar'], 'did you mean "raybar"?'],
  ])('%j exits 2', async (line, words) => {
    const { code, stderr } = await logs(...line);
    expect(stderr).toContain(words);
    expect(code).toBe(exitCodes.usage);
  });
});

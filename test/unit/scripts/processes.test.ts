import dbus from 'dbus-next';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDisplay } from '../../../scripts/display.mjs';
import { launch } from '../../../scripts/launch.mjs';
import { CommandFailed, runCommand } from '../../../scripts/run-command.mjs';

/** Not gone, and not merely waiting for somebody to ask how it ended. */
const isAlive = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
};

/** What running a program threw. */
const failureOf = async (running: Promise<unknown>): Promise<CommandFailed> => {
  const error = await running.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CommandFailed)) throw new Error(`not a failed command: ${String(error)}`);
  return error;
};

describe('running a program', () => {
  it('gives what it said, line by line as well', async () => {
    const lines: string[] = [];
    const said = await runCommand('sh', ['-c', 'echo one; echo two; echo three >&2'], {
      onLine: (line: string) => lines.push(line),
    });
    expect(said).toEqual({ stdout: 'one\ntwo', stderr: 'three' });
    expect(lines.toSorted((a, b) => a.localeCompare(b))).toEqual(['one', 'three', 'two']);
  });

  it('fails with its exit code and its words, or with why it did not start', async () => {
    const failure = await failureOf(runCommand('sh', ['-c', 'echo no >&2; exit 3']));
    expect(failure).toMatchObject({ code: 3, stderr: 'no', cancelled: false });
    expect((await failureOf(runCommand('/nowhere/program', []))).spawnCode).toBe('ENOENT');
  });

  it('takes its children along when it is cancelled', async () => {
    const cancel = new AbortController();
    let child = 0;
    const running = runCommand('sh', ['-c', 'sleep 60 & echo $!; wait'], {
      signal: cancel.signal,
      onLine: (line: string) => {
        child = Number(line);
        cancel.abort();
      },
    });
    expect((await failureOf(running)).cancelled).toBe(true);
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it('ends it when its time is up', async () => {
    const failure = await failureOf(runCommand('sleep', ['60'], { timeoutMs: 100 }));
    expect(failure.message).toContain('no end after 0.1 s');
  });
});

describe.runIf(process.platform === 'linux')('the app that is launched', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'raybar-launch-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** Stands where Electron stands, and ends as it is told. */
  const start = (script: string, leaveLimitMs?: number) => {
    writeFileSync(path.join(dir, 'electron'), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(dir, 'electron'), 0o755);
    const said: string[] = [];
    let isReady = () => {};
    const ready = new Promise<void>((resolve) => (isReady = resolve));
    const ended = launch({
      electron: { dir, platform: 'linux-x64' },
      args: [],
      env: process.env,
      onReady: () => isReady(),
      say: (text: string) => void said.push(text),
      ...(leaveLimitMs === undefined ? {} : { leaveLimitMs }),
    });
    return { said, ready, ended };
  };

  it("gives its exit code for the script's own", async () => {
    expect(await start('exit 7').ended).toBe(7);
    expect(await start('kill -TERM $$').ended).toBe(143);
  });

  it('hears of Ctrl-C as SIGTERM, and is waited for', async () => {
    const app = start('trap "echo leaving; exit 0" TERM; echo "tray ready 5"; while :; do sleep 0.05; done');
    await app.ready;
    process.emit('SIGINT', 'SIGINT');
    expect(await app.ended).toBe(0);
    expect(app.said).toEqual(['leaving']);
  });

  it('is ended, and that is said, when it does not leave', async () => {
    const app = start('trap "" TERM; echo "tray ready 5"; while :; do sleep 0.05; done', 200);
    await app.ready;
    process.emit('SIGTERM', 'SIGTERM');
    expect(await app.ended).toBe(137);
    expect(app.said.at(-1)).toBe('The app did not leave within 0.2 s of SIGTERM: ending it.');
  });
});

describe.runIf(process.platform === 'linux')('the display that is made', () => {
  it('has a bus that answers, and both are gone after it', async () => {
    const display = await startDisplay({});
    const { DISPLAY, DBUS_SESSION_BUS_ADDRESS } = display.env;
    expect(DISPLAY).toMatch(/^:\d+$/);
    const bus = dbus.sessionBus({ busAddress: DBUS_SESSION_BUS_ADDRESS ?? '' });
    await expect(bus.requestName('io.raybar.test', 0)).resolves.toBe(dbus.RequestNameReply.PRIMARY_OWNER);
    bus.disconnect();
    await display.stop();
    const socket = /path=([^,]+)/.exec(DBUS_SESSION_BUS_ADDRESS ?? '')?.[1] ?? '';
    expect(existsSync(socket)).toBe(false);
  });

  it('is none where there is one', async () => {
    const env = { WAYLAND_DISPLAY: 'wayland-0', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' };
    const display = await startDisplay(env);
    expect(display).toMatchObject({ env: {}, made: [] });
    await display.stop();
  });
});

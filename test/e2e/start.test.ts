import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDisplay } from '../../scripts/display.mjs';
import { launch } from '../../scripts/launch.mjs';
import { connectControl } from '../../src/cli/control-client';
import { controlSocketPath } from '../../src/shared/app-paths';
import type { Snapshot } from '../../src/shared/snapshot';
import { electronExecutable } from '../support/electron-executable';
import { processesOf } from '../support/ray-processes';

const root = path.resolve(__dirname, '../..');
const uid = process.getuid?.() ?? 0;

describe('the terminal of npm start', () => {
  let directory: string;
  let display: Awaited<ReturnType<typeof startDisplay>>;
  beforeEach(async () => {
    directory = await mkdtemp('/tmp/raybar-start-');
    display = await startDisplay({});
  });
  afterEach(async () => {
    await display.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** What the terminal shows until Ctrl-C, which comes as soon as the app is ready; and what it answered just before. */
  async function startAndEnd(): Promise<{ said: string[]; answered: Snapshot; code: number }> {
    const said: string[] = [];
    const socket = controlSocketPath(directory, { temporaryDirectory: '/tmp', uid });
    let asked: Promise<Snapshot> | undefined;
    const ask = async (): Promise<Snapshot> => {
      const control = await connectControl(socket, uid);
      try {
        return await control.invoke('status', undefined);
      } finally {
        control.close();
      }
    };
    const code = await launch({
      electron: {
        dir: path.join(root, 'node_modules/electron/dist'),
        platform: `${process.platform}-${process.arch}`,
      },
      args: ['--no-sandbox', root],
      env: { ...process.env, ...display.env, RAYBAR_STATE_DIRECTORY: directory, RAYBAR_TRY_IT_HERE: '1' },
      // Asked once, in the moment that the terminal is told: no second try.
      onReady: () => {
        asked = ask().finally(() => process.emit('SIGINT', 'SIGINT'));
        asked.catch(() => undefined);
      },
      say: (line) => void said.push(line),
    });
    if (asked === undefined) throw new Error(`It was never ready:\n${said.join('\n')}`);
    return { said, answered: await asked, code };
  }

  it('is told of settings that can’t be read; what answers it then has joined nothing, and Ctrl-C ends it', async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, 'settings.json'), '{"version": ');
    const { said, answered, code } = await startAndEnd();
    expect(said.join('\n')).toMatch(/^! Read the settings from .*settings\.json: .*\(settings-corrupt\)$/m);
    expect(said.join('\n')).toContain('No cluster is chosen');
    expect(answered).toMatchObject({ cluster: { kind: 'none' }, worker: { kind: 'off' } });
    expect(code).toBe(0);
    // Those of Chromium that were killed with the app end a moment later.
    await expect
      .poll(() => processesOf({ pgid: null, mark: `RAYBAR_STATE_DIRECTORY=${directory}` }), {
        timeout: 15_000,
      })
      .toEqual([]);
  });

  it.each([
    ['its state', 'state', 'settings-not-written'],
    ['its logs', 'state/logs', 'logs-not-written'],
  ])('is told that a file lies where Raybar keeps %s, and the app ends', async (what, file, errorCode) => {
    const place = path.join(directory, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, '');
    const env = { ...process.env, ...display.env, RAYBAR_STATE_DIRECTORY: path.join(directory, 'state') };
    const child = spawn(electronExecutable(), ['--no-sandbox', root], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      // It once stayed, with nothing to see.
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(said).toContain(`${errorCode}: Raybar keeps ${what} in ${place}, and can't write there`);
    expect(said).not.toContain('JavaScript error');
    expect(code).toBe(1);
  });
});

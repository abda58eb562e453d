import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearLeftDisplays } from '../../scripts/display-record.mjs';
import { electronExecutable } from '../support/electron-executable';
import { processesOf, signalQuietly, type SeenProcess } from '../support/ray-processes';
import { waitFor } from '../support/wait-for';

const root = path.resolve(__dirname, '../..');
/** What `npm start` does: a display and a bus, and an app on them that outlives it. */
const start = `
import { spawn } from 'node:child_process';
const { startDisplay } = await import(${JSON.stringify(path.join(root, 'scripts/display.mjs'))});
const { env } = await startDisplay({});
const args = ['--no-sandbox', ${JSON.stringify(path.join(root, 'test/bench/bare-tray'))}];
const app = spawn(${JSON.stringify(electronExecutable())}, args, { env: { ...process.env, ...env }, detached: true, stdio: 'ignore' });
console.log(app.pid);
setInterval(() => {}, 1_000);
`;

let folder: string;
let starter: ChildProcess | undefined;
let app: number | undefined;
beforeEach(async () => {
  folder = await mkdtemp('/tmp/raybar-killed-');
});
afterEach(async () => {
  starter?.kill('SIGKILL');
  if (app !== undefined) signalQuietly(app, 'SIGKILL');
  clearLeftDisplays(folder);
  await rm(folder, { recursive: true, force: true });
});

it.runIf(process.platform === 'linux')(
  'a start that is killed leaves the display to its app, and the next start takes it for a leftover only then',
  async () => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder };
    const own = spawn(process.execPath, ['--input-type=module', '-e', start], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    starter = own;
    const [pid] = await once(createInterface({ input: own.stdout }), 'line');
    const electronPid = Number(pid);
    app = electronPid;
    const group = (): SeenProcess[] => processesOf({ pgid: electronPid, mark: 'NONE=1' });
    await waitFor('Electron to be on its display', () =>
      group().some(({ command }) => command.includes('--type=gpu-process')),
    );
    own.kill('SIGKILL');
    await once(own, 'exit');
    expect(clearLeftDisplays(folder)).toBe(0);

    process.kill(electronPid, 'SIGKILL');
    await waitFor('the app to end', () => group().length === 0);
    // The servers may not have heard yet that their clients are gone.
    expect(await waitFor('the display to be a leftover', () => clearLeftDisplays(folder) || null)).toBe(1);
  },
);

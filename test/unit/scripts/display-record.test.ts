import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { clearLeftDisplays, markOf } from '../../../scripts/display-record.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();
const display = path.resolve(__dirname, '../../../scripts/display.mjs');
const PATH = process.env['PATH'] ?? '';
/** What `npm start` does, up to the app: says what it made, and stays. */
const start = `
const { startDisplay } = await import(${JSON.stringify(display)});
console.log(JSON.stringify((await startDisplay({})).env));
setInterval(() => {}, 1_000);
`;
const recordSchema = z.object({ servers: z.array(z.object({ pid: z.number(), began: z.string() })) });

const write = (name: string, record: unknown): void => {
  mkdirSync(folder.file(name));
  writeFileSync(folder.file(`${name}/record.json`), JSON.stringify(record));
};
/** No process has such a number. */
const nobody = { pid: 2 ** 30, began: '1' };

describe.runIf(process.platform === 'linux')('a display whose start was killed', () => {
  it('is cleared by the next start, but not while its own lives or an app uses it', async () => {
    const own = spawn(process.execPath, ['--input-type=module', '-e', start], {
      env: { PATH, TMPDIR: folder.path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(own.stdout, 'data');
    const made = z.record(z.string(), z.string()).parse(JSON.parse(String(said)));
    const [name = ''] = readdirSync(folder.path);
    const { servers } = recordSchema.parse(
      JSON.parse(readFileSync(folder.file(`${name}/record.json`), 'utf8')),
    );
    expect(servers).toHaveLength(2);
    const app = spawn('sleep', ['600'], { env: { ...made, PATH }, stdio: 'ignore' });
    try {
      expect(clearLeftDisplays(folder.path)).toBe(0);
      own.kill('SIGKILL');
      await once(own, 'exit');
      expect(clearLeftDisplays(folder.path)).toBe(0);
    } finally {
      app.kill();
      await once(app, 'exit');
      own.kill('SIGKILL');
    }
    expect(clearLeftDisplays(folder.path)).toBe(1);
    expect(readdirSync(folder.path)).toEqual([]);
    await vi.waitUntil(() => servers.every(({ pid, began }) => markOf(pid)?.began !== began), 30_000);
  });

  it('is not cleared while somebody is connected to it, whatever the environment that can be seen', async () => {
    const socket = folder.file('bus');
    const server = net.createServer().listen(socket);
    await once(server, 'listening');
    const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket},guid=1` };
    write('raybar-bus-left', { owner: nobody, servers: [], env });
    const client = net.connect(socket);
    await Promise.all([once(client, 'connect'), once(server, 'connection')]);
    try {
      expect(clearLeftDisplays(folder.path)).toBe(0);
    } finally {
      client.destroy();
      server.close();
      await once(server, 'close');
    }
    expect(clearLeftDisplays(folder.path)).toBe(1);
  });

  it('ends no process that merely has a server’s old number', () => {
    write('raybar-bus-old', { owner: nobody, servers: [{ pid: process.pid, began: 'before' }], env: {} });
    expect(clearLeftDisplays(folder.path)).toBe(1);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each([
    ['has no record', undefined],
    ['has half a record', { owner: nobody }],
    ['names what is no process', { owner: { pid: -1, began: '1' }, servers: [], env: {} }],
    ['has an owner that lives', { owner: markOf(process.pid), servers: [], env: {} }],
  ])('stays when it %s', (_, record) => {
    if (record === undefined) mkdirSync(folder.file('raybar-bus-left'));
    else write('raybar-bus-left', record);
    expect(clearLeftDisplays(folder.path)).toBe(0);
    expect(readdirSync(folder.path)).toEqual(['raybar-bus-left']);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openControlServer } from '../../../../src/main/control/control-server';
import { prepareSocketPlace, refusalOf } from '../../../../src/main/control/socket-place';
import { socketEventSchema } from '../../../../src/shared/ipc';
import { exampleSnapshot } from '../../../support/snapshots';
import { openScriptedApp, type ScriptedApp } from '../../../support/control-server';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const socketPath = () => folder.file('control/socket');

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function app(
  ...args: Parameters<typeof openScriptedApp> extends [string, ...infer Rest] ? Rest : never
) {
  const scripted: ScriptedApp = await openScriptedApp(socketPath(), ...args);
  open.push(() => scripted.server.close());
  return scripted;
}

function connect(headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket('ws://raybar/', {
    createConnection: () => net.connect(socketPath()),
    headers,
  });
  open.push(() => socket.terminate());
  return socket;
}

async function connected(): Promise<WebSocket> {
  const socket = connect();
  await once(socket, 'open');
  return socket;
}

async function nextMessage(socket: WebSocket): Promise<unknown> {
  const [data]: unknown[] = await once(socket, 'message');
  return JSON.parse(String(data));
}

async function closeCode(socket: WebSocket): Promise<unknown> {
  const [code]: unknown[] = await once(socket, 'close');
  return code;
}

describe('the control socket', () => {
  it("is its owner's alone, and so is its folder", async () => {
    await app();
    expect((await stat(socketPath())).mode & 0o777).toBe(0o600);
    expect((await stat(folder.file('control'))).mode & 0o777).toBe(0o700);
  });

  it('closes a folder that stood open', async () => {
    await mkdir(folder.file('control'));
    await chmod(folder.file('control'), 0o777);
    await app();
    expect((await stat(folder.file('control'))).mode & 0o777).toBe(0o700);
  });

  it('answers each request under its own number', async () => {
    await app({ settingsGet: async () => ({ type: 'success', value: 'the settings' }) });
    const socket = await connected();
    socket.send(JSON.stringify({ id: 7, command: 'settingsGet' }));
    expect(await nextMessage(socket)).toEqual({ id: 7, result: { type: 'success', value: 'the settings' } });
  });

  it('answers a command without an answer', async () => {
    await app({ on: () => ({ type: 'success', value: undefined }) });
    const socket = await connected();
    socket.send(JSON.stringify({ id: 1, command: 'on' }));
    expect(await nextMessage(socket)).toEqual({ id: 1, result: { type: 'success' } });
  });

  it('serves others while one command takes its time', async () => {
    let finish: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await app({ runDemo: () => slow.then(() => ({ type: 'success', value: 'slow' })) });
    const socket = await connected();
    socket.send(JSON.stringify({ id: 1, command: 'runDemo' }));
    socket.send(JSON.stringify({ id: 2, command: 'status' }));
    expect(await nextMessage(socket)).toMatchObject({ id: 2 });
    finish?.();
    expect(await nextMessage(socket)).toMatchObject({ id: 1, result: { value: 'slow' } });
  });

  it('refuses more at once than a terminal ever asks', async () => {
    await app({ runDemo: () => new Promise(() => undefined) });
    const socket = await connected();
    for (let id = 1; id <= 17; id += 1) socket.send(JSON.stringify({ id, command: 'runDemo' }));
    expect(await nextMessage(socket)).toMatchObject({
      id: 17,
      result: { error: { code: 'command-failed' } },
    });
  });

  it.each([
    ['no JSON', 'hello', 1008],
    ['no request', '{"command":"on"}', 1008],
    ['more than a MiB', JSON.stringify({ id: 1, command: 'on', input: 'x'.repeat(2 ** 20) }), 1009],
    ['binary', Buffer.from('{"id":1,"command":"on"}'), 1003],
  ])('hangs up on %s', async (_what, frame, code) => {
    const scripted = await app();
    const socket = await connected();
    socket.send(frame);
    expect(await closeCode(socket)).toBe(code);
    expect(scripted.commands).toEqual([]);
  });

  it('refuses a browser, which names its origin', async () => {
    await app();
    const [error]: unknown[] = await once(connect({ origin: 'https://example.org' }), 'error');
    expect(String(error)).toContain('403');
  });

  it('takes no plain HTTP', async () => {
    await app();
    const client = net.connect(socketPath());
    client.end('POST /on HTTP/1.1\r\nHost: raybar\r\nContent-Length: 0\r\n\r\n');
    const [answer]: unknown[] = await once(client, 'data');
    expect(String(answer)).toContain('426');
  });

  it('takes no more clients than it can serve', async () => {
    await app();
    await Promise.all(Array.from({ length: 32 }, connected));
    const [error]: unknown[] = await once(connect(), 'error');
    expect(String(error)).toContain('503');
  });

  it('lets an answer out before it closes, and takes its file away', async () => {
    const scripted = await app({ quit: () => ({ type: 'success', value: undefined }) });
    const socket = await connected();
    socket.send(JSON.stringify({ id: 1, command: 'quit' }));
    const answer = nextMessage(socket);
    const code = closeCode(socket);
    await expect.poll(() => scripted.commands.length).toBe(1);
    await scripted.server.close();
    expect(await answer).toMatchObject({ id: 1 });
    expect(await code).toBe(1001);
    await expect(stat(socketPath())).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a subscriber', () => {
  it('gets the snapshot at once, and again after every change', async () => {
    const scripted = await app();
    const socket = await connected();
    socket.send('{"subscribe":"snapshot"}');
    expect(await nextMessage(socket)).toMatchObject({ event: 'snapshot', payload: { seq: 1 } });
    scripted.change({ ...exampleSnapshot(), seq: 2 });
    expect(await nextMessage(socket)).toMatchObject({ payload: { seq: 2 } });
  });

  it('that reads slowly gets the newest at last, and not all between', async () => {
    const scripted = await app();
    const socket = await connected();
    socket.send('{"subscribe":"snapshot"}');
    await nextMessage(socket);
    const seen: number[] = [];
    const last = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const { payload } = socketEventSchema.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : ''));
        seen.push(payload.seq);
        if (payload.seq === 1_000) resolve();
      });
    });
    for (let seq = 2; seq <= 1_000; seq += 1) scripted.change({ ...exampleSnapshot(), seq });
    await last;
    expect(seen.length).toBeLessThan(20);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});

describe('the place of the socket', () => {
  it('is taken over from an app that was killed', async () => {
    await mkdir(folder.file('control'));
    const script = `require('node:net').createServer().listen(process.argv[1], () => console.log('listens'))`;
    const dead = spawn(process.execPath, ['-e', script, socketPath()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(dead.stdout, 'data');
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    expect((await stat(socketPath())).isSocket()).toBe(true);

    await app();
    const socket = await connected();
    socket.send(JSON.stringify({ id: 1, command: 'status' }));
    expect(await nextMessage(socket)).toMatchObject({ id: 1, result: { type: 'success' } });
  });

  it('is not taken from an app that lives', async () => {
    await app();
    const second = openControlServer({
      socketPath: socketPath(),
      dispatch: () => Promise.reject(new Error('nobody asks')),
      snapshot: exampleSnapshot,
      subscribe: () => () => undefined,
    });
    await expect(second).rejects.toMatchObject({ error: { found: 'Another Raybar answers there.' } });
    const socket = await connected();
    socket.send(JSON.stringify({ id: 1, command: 'status' }));
    expect(await nextMessage(socket)).toMatchObject({ id: 1, result: { type: 'success' } });
  });

  it('tells why nobody takes a connection there, and no reason when somebody does', async () => {
    await mkdir(folder.file('control'));
    expect(await refusalOf(socketPath())).toBe('ENOENT');
    await writeFile(socketPath(), 'no socket');
    expect(await refusalOf(socketPath(), 2_000)).toMatch(/^(ECONNREFUSED|ENOTSOCK)$/);
    await app();
    expect(await refusalOf(socketPath())).toBeNull();
    expect(await refusalOf(socketPath(), 2_000)).toBeNull();
  });

  it("is refused when the folder is somebody else's", async () => {
    await mkdir(folder.file('control'));
    await expect(prepareSocketPlace(socketPath(), 12_345)).rejects.toMatchObject({
      error: { found: expect.stringContaining('belongs to somebody else') },
    });
  });

  it('is refused when the folder is a link', async () => {
    await mkdir(folder.file('elsewhere'));
    await writeFile(folder.file('elsewhere/socket'), 'precious');
    await symlink(folder.file('elsewhere'), folder.file('control'));
    await expect(prepareSocketPlace(socketPath(), process.getuid?.() ?? 0)).rejects.toThrow('somebody else');
    expect(await readFile(folder.file('elsewhere/socket'), 'utf8')).toBe('precious');
  });
});

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  awaitHead,
  embeddedHeadSchema,
  headStartCommand,
  prepareEmbeddedHead,
  removeHeadFiles,
} from '../../../../src/main/ray/embedded-head';
import { RaybarFailure, type ErrorCode } from '../../../../src/shared/errors';
import { errorOf } from '../../../support/error-of';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp('/tmp/rbu-');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const prepare = () =>
  prepareEmbeddedHead({
    directory: join(folder, 'embedded'),
    nodeIpAddress: '192.168.1.7',
    temporaryRoot: folder,
  });

test('the token is 32 random bytes that only the owner can read, and is kept', async () => {
  const { tokenFile } = await prepare();
  const token = await readFile(tokenFile, 'utf8');
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'embedded'))).mode & 0o777).toBe(0o700);
  await prepare();
  expect(await readFile(tokenFile, 'utf8')).toBe(token);
});

test('a token file that was damaged is made anew', async () => {
  const { tokenFile } = await prepare();
  await writeFile(tokenFile, '');
  await prepare();
  expect(await readFile(tokenFile, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
});

test('its ports are different ones, and none is among those that Ray gives to workers, or that it or the OS may choose meanwhile', async () => {
  const head = await prepare();
  const ports = [head.gcsPort, head.dashboardPort, head.agentListenPort, head.clientServerPort];
  expect(new Set(ports).size).toBe(4);
  for (const port of ports) expect(port > 19_999 && port < 32_768).toBe(true);
  expect(head.headAddress).toBe(`192.168.1.7:${head.gcsPort}`);
  expect(embeddedHeadSchema.parse(head)).toEqual(head);
});

test('Ray’s sockets fit into the 104 bytes of a Mac’s', async () => {
  const head = await prepareEmbeddedHead({
    directory: folder,
    nodeIpAddress: '127.0.0.1',
    temporaryRoot: '/tmp',
  });
  const session = 'session_2026-11-21_03-43-15_123456_4194304';
  // macOS keeps /tmp at /private/tmp.
  const socket = `/private${head.temporaryDirectory}/${session}/sockets/plasma_store.1`;
  expect(Buffer.byteLength(socket)).toBeLessThan(104);
  await removeHeadFiles(head);
});

test('the head asks for the token, takes no work, and shows its dashboard to this machine alone', async () => {
  const head = await prepare();
  const { args, env } = headStartCommand({
    python: '/env/bin/python',
    head,
    machine: { platform: 'darwin' },
    ambient: {},
  });
  expect(args).toEqual(
    expect.arrayContaining([
      '--head',
      '--num-cpus=0',
      '--num-gpus=0',
      '--dashboard-host=127.0.0.1',
      '--block',
    ]),
  );
  expect(env).toMatchObject({
    RAY_AUTH_MODE: 'token',
    RAY_AUTH_TOKEN_PATH: head.tokenFile,
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '1',
    RAYBAR_JOIN_LABEL: head.label,
  });
  expect(args.join(' ')).not.toContain(await readFile(head.tokenFile, 'utf8'));
});

test('only a folder that was made for a head is ever removed', async () => {
  const other = await mkdtemp(join(folder, 'mine-'));
  await removeHeadFiles({ temporaryDirectory: other });
  expect((await stat(other)).isDirectory()).toBe(true);
  const { temporaryDirectory } = await prepare();
  await removeHeadFiles({ temporaryDirectory });
  await expect(stat(temporaryDirectory)).rejects.toThrow('ENOENT');
});

const failing = (code: ErrorCode, retryable: boolean) => () =>
  Promise.reject(new RaybarFailure({ code, tried: '', found: '', fixes: [], retryable }));

test('a refused token ends the wait for a head at once; a closed port goes on until its end', async () => {
  const limits = { deadlineMs: 250 };
  const wrong = { address: 'a:1', aliveNodes: failing('token-wrong', false) };
  expect((await errorOf(awaitHead(wrong, { deadlineMs: 60_000 }))).code).toBe('token-wrong');
  const closed = { address: 'a:1', aliveNodes: failing('head-refused', true) };
  expect((await errorOf(awaitHead(closed, limits))).code).toBe('head-refused');
});

test('a GCS without the head’s own node is not ready: a worker would take that node’s socket', async () => {
  const alone = { address: 'a:1', aliveNodes: () => Promise.resolve([]) };
  expect((await errorOf(awaitHead(alone, { deadlineMs: 250 }))).code).toBe('embedded-head-failed');
});

test('a wait that is called off ends', async () => {
  const abort = new AbortController();
  const closed = { address: 'a:1', aliveNodes: failing('head-refused', true) };
  const waiting = errorOf(awaitHead(closed, { deadlineMs: 60_000, signal: abort.signal }));
  abort.abort();
  expect((await waiting).code).toBe('embedded-head-failed');
});

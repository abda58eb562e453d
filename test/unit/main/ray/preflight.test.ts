import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { checkHead, type HeadCheck } from '../../../../src/main/ray/preflight';
import { RaybarFailure, type ErrorCode } from '../../../../src/shared/errors';

let server: net.Server;
let address: string;
beforeAll(async () => {
  server = net.createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  address = `127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
});
afterAll(() => server.close());

interface Head {
  rayVersion?: string;
  pythonVersion?: string;
  wantsToken?: boolean;
  ownNode?: boolean;
}

const check = (head: Head, parts: Partial<HeadCheck> = {}): HeadCheck => ({
  gcs: {
    address,
    checkAlive: () => Promise.resolve({ rayVersion: '2.53.0', alive: [] }),
    wantsToken: () => Promise.resolve(head.wantsToken ?? false),
    clusterMetadata: () =>
      Promise.resolve({
        rayVersion: head.rayVersion ?? '2.53.0',
        pythonVersion: head.pythonVersion ?? '3.11.7',
      }),
    aliveNodes: () => Promise.resolve([{ isHead: head.ownNode ?? false }]),
  },
  python: { directory: '/env', python: '/env/bin/python', pythonVersion: '3.11.7', rayVersion: '2.53.0' },
  tokenFile: null,
  workerEnvironment: {},
  sharesMachine: false,
  // A name that nobody has may take the resolver many seconds.
  deadlineMs: 30_000,
  ...parts,
});

const outcome = async (one: HeadCheck): Promise<ErrorCode | 'success'> => {
  const result = await checkHead(one);
  return result.type === 'error' ? result.error.code : 'success';
};

const minor = { workerEnvironment: { RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL: 'minor' } };

test.each<[string, Head, Partial<HeadCheck>, ErrorCode | 'success']>([
  ['the same versions', {}, {}, 'success'],
  ['a head on this machine', { ownNode: true }, { sharesMachine: true }, 'success'],
  ['a head on this machine whose own node is not up yet', {}, { sharesMachine: true }, 'head-silent'],
  ['another Ray', { rayVersion: '2.52.0' }, {}, 'ray-version-mismatch'],
  ['another Ray patch', { rayVersion: '2.53.1' }, {}, 'ray-version-mismatch'],
  ['another Python patch', { pythonVersion: '3.11.9' }, {}, 'python-version-mismatch'],
  ['another Python patch that is allowed', { pythonVersion: '3.11.9' }, minor, 'success'],
  [
    'another Python minor where a patch is allowed',
    { pythonVersion: '3.12.7' },
    minor,
    'python-version-mismatch',
  ],
  ['another Ray where a Python patch is allowed', { rayVersion: '2.52.0' }, minor, 'ray-version-mismatch'],
  ['a token that is wanted', { wantsToken: true }, { tokenFile: '/t' }, 'success'],
  ['a token that is not wanted', {}, { tokenFile: '/t' }, 'token-not-wanted'],
])('%s: %#', async (_, head, parts, expected) => {
  expect(await outcome(check(head, parts))).toBe(expected);
});

test('a mismatch names both versions and the command that mends it', async () => {
  const result = await checkHead(check({ rayVersion: '2.52.0' }));
  expect(result).toMatchObject({ type: 'error', error: { retryable: false } });
  expect(JSON.stringify(result)).toContain('2.52.0');
  expect(JSON.stringify(result)).toContain('/env/bin/python -m pip install \\"ray[default]==2.52.0\\"');
});

test('what the head answers to the first question is what is told', async () => {
  const wrong = new RaybarFailure({ code: 'token-wrong', tried: '', found: '', fixes: [], retryable: false });
  const one = check({});
  expect(await outcome({ ...one, gcs: { ...one.gcs, checkAlive: () => Promise.reject(wrong) } })).toBe(
    'token-wrong',
  );
});

test.each<[string, ErrorCode]>([
  ['nowhere.invalid:6379', 'head-name-unknown'],
  ['127.0.0.1:1', 'head-refused'],
])('%s: %s', async (wrong, expected) => {
  const one = check({});
  expect(await outcome({ ...one, gcs: { ...one.gcs, address: wrong } })).toBe(expected);
});

import { readFileSync } from 'node:fs';
import http from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createDashboard, type Dashboard } from '../../../../src/main/ray/dashboard';
import { errorOf } from '../../../support/error-of';

// A web server that answers with what a real head of Ray 2.53 answered.
const recorded = (name: string) => readFileSync(`test/fixtures/ray-api/${name}`, 'utf8');
const nodeId = 'aa6a1ce980aa5f82ba69e9e02a5b9c8476c08c42ac225e1d43f3739e';

let answer: (request: http.IncomingMessage, response: http.ServerResponse) => void;
let asked: http.IncomingMessage[];
let server: http.Server;
let dashboard: Dashboard;
let open: (timeLimitMs: number) => void;
let token: string | null;

const say = (text: string, status = 200) => {
  answer = (_, response) => response.writeHead(status).end(text);
};

beforeEach(async () => {
  asked = [];
  token = 'secret';
  server = http.createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  open = (timeLimitMs) => {
    dashboard = createDashboard({
      url: `http://127.0.0.1:${port}/`,
      token: () => Promise.resolve(token),
      timeLimitMs,
    });
  };
  open(30_000);
});
afterEach(async () => {
  dashboard.close();
  await new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
});

test('running tasks are asked for by node and state, and read with name, pid, start and resources', async () => {
  say(recorded('tasks.json'));
  const [first] = await dashboard.runningTasks(nodeId);
  expect(first).toEqual({
    taskId: '39088be3736e590affffffffffffffffffffffff02000000',
    name: 'sleeper',
    pid: 10_635,
    startedAt: 1_795_226_422_518,
    resources: { CPU: 1, gpu_apple_mps: 0.001 },
  });
  const query = new URL(asked[0]?.url ?? '', 'http://x').searchParams;
  expect(query.getAll('filter_keys')).toEqual(['node_id', 'state', 'type']);
  expect(query.getAll('filter_values')).toEqual([nodeId, 'RUNNING', 'NORMAL_TASK']);
  expect(query.getAll('filter_predicates')).toEqual(['=', '=', '=']);
});

test('failed attempts are listed by node and state, without their errors', async () => {
  say(recorded('failed-tasks.json'));
  const attempts = await dashboard.failedAttempts(nodeId);
  expect(attempts).toHaveLength(6);
  expect(attempts[3]).toEqual({ taskId: 'c54e76759b2a0c10ffffffffffffffffffffffff01000000', attempt: 1 });
  const query = new URL(asked[0]?.url ?? '', 'http://x').searchParams;
  expect(query.getAll('filter_values')).toEqual([nodeId, 'FAILED']);
  expect([query.get('detail'), query.get('limit')]).toEqual(['0', '10000']);
});

test('where a constructor failed is asked of its dead actor, once', async () => {
  const ownNode = '4889f4ddee2b9b16ba1d319d1ef72559a3e103ba87413540697a4571';
  answer = ({ url = '' }, response) =>
    response.end(recorded(url.startsWith('/api/v0/actors') ? 'actors-dead.json' : 'failed-tasks.json'));
  const constructor = { taskId: 'ffffffffffffffff0bd5142a64c939a172898c8001000000', attempt: 0 };
  expect(await dashboard.failedConstructors(ownNode)).toEqual([constructor]);
  expect(await dashboard.failedConstructors(nodeId)).toEqual([]);
  expect(asked.map(({ url }) => url?.split('?')[0])).toEqual([
    '/api/v0/tasks',
    '/api/v0/actors',
    '/api/v0/tasks',
  ]);
});

test('a node without actors costs one question', async () => {
  say(recorded('actors-empty.json'));
  expect(await dashboard.actors(nodeId)).toEqual([]);
  expect(asked).toHaveLength(1);
});

test('the token goes along as a Bearer token, but not where none is asked for', async () => {
  say(recorded('version.json'));
  expect(await dashboard.version()).toEqual({ rayVersion: '2.53.0' });
  say(recorded('authentication-mode.json'));
  expect(await dashboard.authenticationMode()).toBe('disabled');
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret', undefined]);
});

test('a job is submitted, looked at and its output read', async () => {
  say(recorded('job-submitted.json'));
  expect(await dashboard.submitJob({ entrypoint: 'true', metadata: {} })).toBe('raysubmit_tray_test1');
  say(recorded('job.json'));
  expect(await dashboard.job('raysubmit_tray_test1')).toMatchObject({ status: 'SUCCEEDED' });
  say(recorded('job-logs.json'));
  expect(await dashboard.jobLogs('raysubmit_tray_test1')).toContain('line 5');
});

test('an unknown job is a failed one, in the head’s words', async () => {
  say('Job nope does not exist', 404);
  const error = await errorOf(dashboard.job('nope'));
  expect(error).toMatchObject({ code: 'job-failed', found: 'Job nope does not exist' });
});

test.each([
  [401, null, 'token-missing'],
  [401, 'secret', 'token-wrong'],
  [403, 'secret', 'token-wrong'],
  [500, 'secret', 'dashboard-unreachable'],
])('HTTP %i with the token %s is %s', async (status, given, code) => {
  token = given;
  say('no', status);
  expect((await errorOf(dashboard.version())).code).toBe(code);
});

test('the token is not carried to where a redirect points', async () => {
  answer = (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/login' }).end();
  const error = await errorOf(dashboard.version());
  expect(error.code).toBe('dashboard-unreachable');
  expect(error.found).toContain('redirects');
  expect(asked).toHaveLength(1);
});

test('a dashboard that never answers costs the time limit and no more', async () => {
  answer = () => undefined;
  open(500);
  expect(await errorOf(dashboard.version())).toMatchObject({
    code: 'dashboard-unreachable',
    found: 'It gave no answer within 0.5 s.',
  });
});

test.each(['<html>', '{}', '{"ray_version": 2}', '[]', ''])('the answer %j is refused', async (text) => {
  say(text);
  expect((await errorOf(dashboard.version())).code).toBe('dashboard-unreachable');
});

import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { JobSpool } from '../../../../../src/main/logs/sources/job-spool';
import { SpooledJob } from '../../../../../src/main/logs/sources/spooled-job';
import { createJobLogs, type JobLogs, type ListedJob } from '../../../../../src/main/ray/job-logs';
import { temporaryFolder } from '../../../../support/temporary-folder';
import { waitFor } from '../../../../support/wait-for';

// A head as Ray 2.53's: newest lines by its state API, which a follower keeps open; a web socket that tells all from the beginning, or nothing.
const folder = temporaryFolder();
const first = 'Running entrypoint for job job: python train.py\n';
let jobs: Record<string, 'PENDING' | 'RUNNING' | 'SUCCEEDED'>;
/** Answers "follow ID" (which stays open) and "newest ID". */
let answer: (id: string, response: http.ServerResponse, media: 'stream' | 'file') => void;
let asked: string[];
let lists: number;
let server: http.Server;
let tails: WebSocketServer;
let spool: JobSpool;
let said: string[];

const written = (id: string): string =>
  [`jobs/${id}.log.1`, `jobs/${id}.log`]
    .map((name) => (existsSync(folder.file(name)) ? readFileSync(folder.file(name), 'utf8') : ''))
    .join('');

beforeEach(async () => {
  asked = [];
  lists = 0;
  said = [];
  server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://head');
    const media = /^\/api\/v0\/logs\/(stream|file)$/.exec(pathname)?.[1];
    if (media !== 'stream' && media !== 'file') {
      lists += 1;
      const listed = Object.entries(jobs).map(([submission_id, status]) => ({
        submission_id,
        entrypoint: 'python train.py',
        status,
        start_time: 1,
      }));
      response.end(JSON.stringify(listed));
      return;
    }
    const id = searchParams.get('submission_id') ?? '';
    if (request.headers.authorization !== 'Bearer secret' || searchParams.get('lines') !== '50000') {
      response.writeHead(400).end();
      return;
    }
    asked.push(`${media} ${id}`);
    answer(id, response, media);
  });
  tails = new WebSocketServer({ server });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
  spool = new JobSpool({
    directory: folder.file('jobs'),
    jobLogs: async () => createJobLogs({ url, token: async () => 'secret', timeLimitMs: 30_000 }),
    folders: async () => [],
    log: (line) => said.push(line),
    askEveryMs: 300,
  });
});
afterEach(async () => {
  await spool.stop();
  for (const client of tails.clients) client.terminate();
  await new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
});

describe('a job’s log', () => {
  it('that runs is followed from its newest lines, without its tail, and each line is told once though the link is lost', async () => {
    jobs = { job: 'RUNNING' };
    let open: http.ServerResponse | null = null;
    let text = `${first}one\n`;
    answer = (_id, response) => {
      open = response;
      response.write(text);
    };
    const write = (more: string): void => {
      text += more;
      open?.write(more);
    };
    spool.start();
    await waitFor('its beginning', () => written('job') === text);
    write('two\n');
    await waitFor('what it writes', () => written('job') === text);
    const before: http.ServerResponse | null = open;
    z.instanceof(http.ServerResponse).parse(before).destroy();
    text += 'meanwhile\n';
    await waitFor('another answer', () => open !== before);
    write('three\n');
    await waitFor('the rest', () => written('job') === text);
    expect(tails.clients.size).toBe(0);
    expect(said).toEqual([]);
  });

  it('that is very long is there with its newest lines, and says where the others are', async () => {
    jobs = { job: 'RUNNING' };
    const line = `${'x'.repeat(1_023)}\n`;
    answer = (_id, response) => {
      for (let n = 0; n < 40; n += 1) response.write(line.repeat(1_024));
      response.write('the newest line\n');
    };
    spool.start();
    await waitFor('the newest', () => written('job').endsWith('the newest line\n'));
    // The file before may still be written.
    const wroteBytes = 40 * line.length * 1_024 + 'the newest line\n'.length;
    await waitFor('all of it', () => Buffer.byteLength(written('job')) > wroteBytes);
    // Turned over at 32 MiB: nothing is lost on the way.
    const [told, ...lines] = written('job').split('\n');
    expect(told).toMatch(
      /^INFO:raybar:What this job wrote before, if anything, is on the dashboard: http:.*\/#\/jobs\/job$/,
    );
    expect(lines).toHaveLength(40 * 1_024 + 2);
    expect(existsSync(folder.file('jobs/job.log.1'))).toBe(true);
  });

  it('comes by the head’s web socket where it does not tell newest lines', async () => {
    jobs = { job: 'RUNNING' };
    answer = (_id, response) => response.writeHead(500).end('no');
    tails.on('connection', (socket) => {
      socket.send(first);
      socket.send('one\n');
    });
    spool.start();
    await waitFor('its lines', () => written('job') === `${first}one\n`);
    const before = lists;
    await waitFor('another list', () => lists > before);
    await waitFor('one web socket', () => tails.clients.size === 1);
    expect(written('job')).toBe(`${first}one\n`);
  });

  it('is asked for anew where the web socket says nothing, as in token mode', async () => {
    jobs = { job: 'RUNNING' };
    answer = (_id, response) => {
      if (asked.length < 2) response.writeHead(500).end('no');
      else response.write(`${first}one\n`);
    };
    spool.start();
    await waitFor('its lines', () => written('job') === `${first}one\n`);
    await waitFor('the web socket’s end', () => tails.clients.size === 0);
    expect(asked).toEqual(['stream job', 'stream job']);
  });

  it('of a job that waits is not asked for', async () => {
    jobs = { job: 'PENDING' };
    spool.start();
    await waitFor('another list', () => lists >= 2);
    expect(asked).toEqual([]);
    expect(written('job')).toBe('');
  });

  it('of a job that is over is asked for again when it did not come, and what kept it is told once', async () => {
    jobs = { over: 'SUCCEEDED' };
    answer = (_id, response) => {
      if (asked.length < 3) response.writeHead(500).end('no');
      else response.end(`${first}all of it\n`);
    };
    spool.start();
    await waitFor('the log', () => written('over').endsWith('all of it\n'));
    expect(written('over').match(/^WARNING:raybar:.*HTTP 500.*$/gm)).toHaveLength(1);
    expect(said).toHaveLength(1);
  });

  it('of a job that is over comes once, though an answer broke off', async () => {
    jobs = { over: 'SUCCEEDED' };
    answer = (_id, response) => {
      if (asked.length === 1) response.write(`${first}one\n`, () => response.destroy());
      else response.end(`${first}one\ntwo\n`);
    };
    spool.start();
    await waitFor('the rest', () => written('over').endsWith('two\n'));
    expect(written('over').replace(/^WARNING:raybar:.*\n/m, '')).toBe(`${first}one\ntwo\n`);
    expect(asked).toHaveLength(2);
  });

  it('of a job that is over is asked for when no other is on its way', async () => {
    jobs = { one: 'SUCCEEDED', two: 'SUCCEEDED', three: 'SUCCEEDED' };
    const held: (() => void)[] = [];
    answer = (id, response) => {
      response.flushHeaders();
      held.push(() => response.end(`${first}${id}\n`));
    };
    spool.start();
    await waitFor('another list', () => lists >= 2);
    expect(asked).toEqual(['file one']);
    answer = (id, response) => response.end(`${first}${id}\n`);
    for (const say of held) say();
    for (const id of Object.keys(jobs)) await waitFor(id, () => written(id) === `${first}${id}\n`);
  });

  it('comes to its end when the job is over', async () => {
    jobs = { job: 'RUNNING' };
    answer = (_id, response, media) => {
      if (media === 'stream') response.write(`${first}one\n`);
      else response.end(`${first}one\ntwo\n`);
    };
    spool.start();
    await waitFor('its beginning', () => written('job') === `${first}one\n`);
    jobs = { job: 'SUCCEEDED' };
    await waitFor('its end', () => written('job') === `${first}one\ntwo\n`);
    expect(asked).toEqual(['stream job', 'file job']);
    expect(said).toEqual([]);
  });
});

it('a job’s log that was ended is written to its end', async () => {
  const file = folder.file('ended.log');
  const listed: ListedJob = {
    submissionId: 'job',
    entrypoint: 'python job.py',
    isPending: false,
    isOver: false,
    startedAt: 1,
    driverAddress: null,
  };
  const text = `${first}${'x\n'.repeat(4_000_000)}`;
  const client: JobLogs = {
    jobs: async () => [listed],
    follow(_id, { piece }) {
      piece(Buffer.from(text));
      return () => undefined;
    },
    newest: () => () => undefined,
    pageOf: () => '',
    close: () => undefined,
  };
  const job = new SpooledJob(
    { file, inTurn: (question) => question(), log: (line) => said.push(line) },
    listed,
  );
  job.listed(client, listed);
  await job.end();
  expect(statSync(file).size).toBe(text.length);
});

import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { LineContext } from '../../../../../src/main/logs/formats/line-context';
import { readLineHead } from '../../../../../src/main/logs/formats/read-line-head';
import { JobSpool } from '../../../../../src/main/logs/sources/job-spool';
import { nextWaitMs } from '../../../../../src/main/logs/sources/spooled-job';
import { createJobLogs } from '../../../../../src/main/ray/job-logs';
import { temporaryFolder } from '../../../../support/temporary-folder';
import { waitFor } from '../../../../support/wait-for';

// A head whose tails open and say nothing, as Ray 2.53's do in token mode.
const folder = temporaryFolder();
const tooLong = 'x'.repeat(33 * 2 ** 20);
let jobs: Record<string, 'RUNNING' | 'SUCCEEDED'>;
let answer: (id: string, response: http.ServerResponse) => void;
let asked: string[];
let lists: number;
let server: http.Server;
let tails: WebSocketServer;
let url: string;
let spool: JobSpool;
let said: string[];

const sayLog = (response: http.ServerResponse, logs: string): void => {
  response.end(JSON.stringify({ logs }));
};
const written = (id: string): string =>
  existsSync(folder.file(`jobs/${id}.log`)) ? readFileSync(folder.file(`jobs/${id}.log`), 'utf8') : '';

beforeEach(async () => {
  asked = [];
  lists = 0;
  said = [];
  server = http.createServer((request, response) => {
    const id = /^\/api\/jobs\/(\w+)\/logs$/.exec(request.url ?? '')?.[1];
    if (id === undefined) {
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
    asked.push(id);
    answer(id, response);
  });
  tails = new WebSocketServer({ server });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
  spool = new JobSpool({
    directory: folder.file('jobs'),
    jobLogs: async () => createJobLogs({ url, token: async () => 'secret', timeLimitMs: 2_000 }),
    log: (line) => said.push(line),
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
  it.each(['SUCCEEDED', 'RUNNING'] as const)(
    'that is too long for one answer is told of, once, as a warning with its page on the dashboard (%s)',
    async (status) => {
      jobs = { long: status, next: 'SUCCEEDED' };
      answer = (id, response) => sayLog(response, id === 'long' ? tooLong : 'all\n');
      spool.start();
      await waitFor('the warning', () => written('long').endsWith('\n'));
      const found = `This job’s log is longer than 32 MiB; see it on the dashboard: ${url}/#/jobs/long`;
      expect(written('long')).toBe(`WARNING:raybar:${found}\n`);
      expect(readLineHead(written('long').trimEnd(), new LineContext(Date.now())).level).toBe('warning');
      expect(said).toEqual([`logs of the job long: ${found}`]);
      await waitFor('the other job', () => written('next') === 'all\n');
      expect(asked.filter((id) => id === 'long')).toHaveLength(1);
    },
  );

  it('of a job that is over is asked for again when it did not come, and what kept it is told once', async () => {
    jobs = { over: 'SUCCEEDED' };
    answer = (_id, response) => {
      if (asked.length < 3) response.writeHead(500).end('no');
      else sayLog(response, 'all of it\n');
    };
    spool.start();
    await waitFor('the log', () => written('over').endsWith('all of it\n'));
    expect(written('over').match(/^WARNING:raybar:.*HTTP 500.*$/gm)).toHaveLength(1);
    expect(written('over').split('\n')).toHaveLength(3);
    expect(said).toHaveLength(1);
  });

  it('is asked for when no other is on its way', async () => {
    jobs = { one: 'SUCCEEDED', two: 'SUCCEEDED', three: 'RUNNING', four: 'RUNNING' };
    const held: (() => void)[] = [];
    answer = (id, response) => held.push(() => sayLog(response, `${id}\n`));
    spool.start();
    // By its second list each job had its time to be asked for.
    await waitFor('another list', () => lists === 2);
    expect(asked).toEqual(['one']);
    answer = (id, response) => sayLog(response, `${id}\n`);
    for (const say of held) say();
    for (const id of Object.keys(jobs)) await waitFor(id, () => written(id) === `${id}\n`);
  });

  it('comes to its end when the job is over, though the tail stays open', async () => {
    jobs = { job: 'RUNNING' };
    answer = (_id, response) => sayLog(response, jobs['job'] === 'RUNNING' ? 'one\n' : 'one\ntwo\n');
    spool.start();
    await waitFor('its beginning', () => written('job') === 'one\n');
    jobs = { job: 'SUCCEEDED' };
    await waitFor('its end', () => written('job') === 'one\ntwo\n');
    await waitFor('the tail’s end', () => tails.clients.size === 0);
    expect(written('job')).toBe('one\ntwo\n');
    expect(said).toEqual([]);
  });
});

describe('the wait between two questions for a whole log', () => {
  it('is short for what grows, and longer and longer for what does not', () => {
    expect(nextWaitMs(10, 1, true, null)).toBe(2_000);
    expect(nextWaitMs(10, 1, false, 2_000)).toBe(4_000);
    expect(nextWaitMs(10, 1, false, 50_000)).toBe(60_000);
    expect(nextWaitMs(10, 1, true, 60_000)).toBe(2_000);
  });

  it('is sixty times what the answer took, for all jobs together', () => {
    expect(nextWaitMs(500, 1, true, 2_000)).toBe(30_000);
    expect(nextWaitMs(500, 4, false, 2_000)).toBe(120_000);
  });
});

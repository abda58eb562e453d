import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { JobSpool, withJobs } from '../../../../../src/main/logs/sources/job-spool';
import { noPlaces } from '../../../../../src/main/logs/sources/log-places';
import type { JobLogs } from '../../../../../src/main/ray/job-logs';
import { temporaryFolder } from '../../../../support/temporary-folder';
import { waitFor } from '../../../../support/wait-for';

const folder = temporaryFolder();
let spool: JobSpool | null = null;
afterEach(() => spool?.stop());

/** A head with one job that runs, and one that is over. */
function headWith(follow: JobLogs['follow'], written: Record<string, string>, odd = '../../escape'): JobLogs {
  const job = (submissionId: string, isOver: boolean) => ({
    submissionId,
    entrypoint: `python ${submissionId}.py`,
    isPending: false,
    isOver,
    startedAt: 1,
    driverAddress: null,
  });
  return {
    jobs: async () => [job('running', false), job('over', true), job(odd, true)],
    follow,
    newest(id, { piece, ended }) {
      piece(Buffer.from(written[id] ?? ''));
      ended(null);
      return () => undefined;
    },
    pageOf: (id) => `http://head/#/jobs/${id}`,
    close: () => undefined,
  };
}

/** What Ray writes first. */
const first = 'Running entrypoint for job running: python running.py\n';
const begin = (head: JobLogs): void => {
  const session = {
    kind: 'session',
    path: folder.file('logs'),
    session: 'session_1',
    current: true,
  } as const;
  spool = new JobSpool({
    directory: folder.file('jobs'),
    jobLogs: async () => head,
    folders: async () => [session],
    log: () => undefined,
    askEveryMs: 50,
  });
  spool.start();
};
const written = (name: string): string | null =>
  existsSync(folder.file(`jobs/${name}.log`)) ? readFileSync(folder.file(`jobs/${name}.log`), 'utf8') : null;

/** What a job's driver writes on this machine. */
function driverLog(id: string): string {
  mkdirSync(folder.file('logs'), { recursive: true });
  const file = folder.file(`logs/job-driver-${id}.log`);
  writeFileSync(file, first);
  return file;
}

describe('the logs of jobs', () => {
  it('are written into files for their owner alone, as they come, each line once', async () => {
    let end = (_problem: string | null): void => undefined;
    begin(
      headWith(
        (_id, { piece, ended }) => {
          piece(Buffer.from(`${first}one\n`));
          piece(Buffer.from('two\n'));
          end = ended;
          return () => undefined;
        },
        { running: `${first}one\ntwo\nthree\n`, over: `${first}all of it\n` },
      ),
    );
    await waitFor(
      'both',
      () => written('running') === `${first}one\ntwo\n` && written('over') === `${first}all of it\n`,
    );
    expect(statSync(folder.file('jobs/running.log')).mode & 0o777).toBe(0o600);
    expect(statSync(folder.file('jobs')).mode & 0o777).toBe(0o700);
    end(null);
    await waitFor('the rest', () => written('running') === `${first}one\ntwo\nthree\n`);
  });

  it('are not fetched where their drivers write on this machine, and the jobs are known by what they run', async () => {
    driverLog('running');
    begin(headWith(() => () => undefined, { over: 'x\n' }));
    await waitFor('the other job', () => written('over')?.endsWith('x\n'));
    expect(spool?.jobs).toEqual([
      { id: 'running', name: 'python running.py' },
      { id: 'over', name: 'python over.py' },
    ]);
    expect(written('running')).toBeNull();
  });

  it('are let go when their driver’s file appears after all', async () => {
    let stopped = 0;
    const stop = (): void => void (stopped += 1);
    begin(
      headWith(
        (_id, { piece }) => {
          piece(Buffer.from(first));
          return stop;
        },
        { over: 'x\n' },
      ),
    );
    await waitFor('the fetched one', () => written('running') === first);
    driverLog('running');
    await waitFor('it to be gone', () => written('running') === null);
    expect(stopped).toBe(1);
    expect(spool?.jobs.map(({ id }) => id)).toContain('running');
  });

  it('are not fetched before they begin to be written on this machine, though the job is said to run', async () => {
    const followed: string[] = [];
    const head = headWith(
      (id, { piece }) => {
        followed.push(id);
        piece(Buffer.from(first));
        return () => undefined;
      },
      { over: 'x\n' },
    );
    let lists = 0;
    begin({
      ...head,
      async jobs() {
        lists += 1;
        if (lists === 3) driverLog('running');
        const how = lists === 1 ? { isPending: true } : { driverAddress: '127.0.0.1' };
        return (await head.jobs()).map((job) => (job.isOver ? job : { ...job, ...how }));
      },
    });
    await waitFor('its name', () => spool?.jobs.some(({ id }) => id === 'running'));
    expect(lists).toBeGreaterThanOrEqual(3);
    expect(followed).toEqual([]);
    expect(written('running')).toBeNull();
  });

  it('are fetched a moment later where they are written by another’s session on this machine, and at once where elsewhere', async () => {
    const listsAtFollow: number[] = [];
    const head = headWith((_id, { piece }) => {
      listsAtFollow.push(lists);
      piece(Buffer.from(first));
      return () => undefined;
    }, {});
    let lists = 0;
    const from = (driverAddress: string): JobLogs => ({
      ...head,
      async jobs() {
        lists += 1;
        return (await head.jobs()).map((job) => ({ ...job, driverAddress }));
      },
    });
    begin(from('127.0.0.1'));
    await waitFor('the fetched one', () => listsAtFollow.length > 0);
    expect(listsAtFollow).toEqual([2]);
    await spool?.stop();
    lists = 0;
    begin(from('192.0.2.7'));
    await waitFor('the other fetched one', () => listsAtFollow.length > 1);
    expect(listsAtFollow).toEqual([2, 1]);
  });

  it('are not asked for any more once it has stopped, also where it had only begun', async () => {
    let lists = 0;
    const head = headWith(() => () => undefined, {});
    begin({
      ...head,
      async jobs() {
        lists += 1;
        return head.jobs();
      },
    });
    await spool?.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lists).toBe(0);
  });

  it('are fetched where what lies here is an earlier job’s, or no file', async () => {
    utimesSync(driverLog('running'), 100, 100);
    symlinkSync(driverLog('elsewhere'), folder.file('logs/job-driver-over.log'));
    const startedAt = Date.now();
    const head = headWith((_id, { piece }) => (piece(Buffer.from(first)), () => undefined), { over: 'x\n' });
    begin({ ...head, jobs: async () => (await head.jobs()).map((job) => ({ ...job, startedAt })) });
    await waitFor('both', () => written('running') !== null && written('over')?.endsWith('x\n'));
    expect(written('running')).toBe(first);
  });

  it('are told to be missing while nobody looks, before a head has told them, and where too many run at once', async () => {
    const running = Array.from({ length: 10 }, (_, index) => ({
      submissionId: `job_${index}`,
      entrypoint: 'python x.py',
      isPending: false,
      isOver: false,
      startedAt: index,
      driverAddress: null,
    }));
    let answer = (_jobs: typeof running): void => undefined;
    const listed = new Promise<typeof running>((resolve) => {
      answer = resolve;
    });
    begin({ ...headWith(() => () => undefined, {}), jobs: () => listed });
    expect(spool?.missing()).toStrictEqual(['Logs of jobs: no head has told them.']);
    answer(running);
    await waitFor('the jobs', () => (spool?.jobs.length ?? 0) > 0);
    expect(spool?.missing()).toStrictEqual(['Logs of 2 more jobs that run: too many at once.']);
    await spool?.stop();
    expect(spool?.missing()).toStrictEqual([
      'Logs of jobs: they are fetched from the head only while the log window is open.',
    ]);
  });

  it('never leave their folder, are named by what they run, and are gone when nobody looks', async () => {
    begin(headWith(() => () => undefined, { over: 'x\n', '../../escape': 'y\n' }));
    await waitFor('a job', () => written('over')?.endsWith('x\n'));
    const places = await waitFor('its name', () => {
      const merged = spool && withJobs(noPlaces, spool);
      return merged !== null && merged.jobs.length > 0 && merged;
    });
    expect(places.jobs).toEqual([
      { id: 'running', name: 'python running.py' },
      { id: 'over', name: 'python over.py' },
    ]);
    expect(existsSync(folder.file('../escape.log'))).toBe(false);
    await spool?.stop();
    expect(existsSync(folder.file('jobs'))).toBe(false);
  });
});

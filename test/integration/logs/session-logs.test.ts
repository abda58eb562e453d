import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logs } from '../../../src/main/logs/log-handlers';
import { logPlacesFrom } from '../../../src/main/logs/log-places-from';
import { rememberFileSecrets } from '../../../src/main/logs/masking/file-secrets';
import { createLogs } from '../../../src/main/logs/log-service';
import { JobSpool, withJobs } from '../../../src/main/logs/sources/job-spool';
import type { LogFolder } from '../../../src/main/logs/sources/log-places';
import { createDashboard } from '../../../src/main/ray/dashboard';
import { createJobLogs } from '../../../src/main/ray/job-logs';
import { rayLogDirectoryOf } from '../../../src/main/ray/log-directory';
import { tokenReader } from '../../../src/main/ray/token-file';
import { currentSystem } from '../../../src/main/system/current-system';
import { logQuerySchema, type LogRow, type LogSource } from '../../../src/shared/log-views';
import { bundleLogWorker } from '../../support/log-worker-bundle';
import { startRayDriver } from '../../support/ray-driver';
import { startRayHead, type RayHead } from '../../support/ray-head';
import { startRayWorker, type RayWorkerNode } from '../../support/ray-worker';
import { waitFor } from '../../support/wait-for';

const failing = `
@ray.remote(num_cpus=1, resources={"here": 0.001}, max_retries=0)
def fail_step():
    import traceback
    try:
        raise ValueError("the batch has no weights")
    except ValueError:
        traceback.print_exc()
    sys.stderr.flush()
ray.get(fail_step.remote())
print("failed", flush=True)
input()
`;
const reusing = `
import os
@ray.remote(num_cpus=1, resources={"here": 0.001})
def load_batch():
    print("loaded", flush=True)
    return os.getpid()
@ray.remote(num_cpus=1, resources={"here": 0.001})
def train_step():
    print("trained", flush=True)
    return os.getpid()
ran = ray.get(load_batch.remote())
while ray.get(train_step.remote()) != ran: pass
print("both", flush=True)
input()
`;
const query = logQuerySchema.parse({});
const isFetched = ({ kind, session }: LogSource): boolean => kind === 'job' && session === null;

/** All lines that a view brings until this one is among them. */
async function followed(handlers: Logs['handlers'], view: string, line: string): Promise<LogRow[]> {
  const seen: LogRow[] = [];
  await waitFor(
    line,
    async () => {
      const { rows } = await handlers.logsFollow({ view, most: 1_000, waitMs: 1_000, reveal: false });
      seen.push(...rows);
      return seen.some(({ text }) => text === line);
    },
    { withinMs: 90_000 },
  );
  return seen;
}

describe('The logs of a real session', () => {
  let head: RayHead;
  let worker: RayWorkerNode;
  let bundle: Awaited<ReturnType<typeof bundleLogWorker>>;
  let logs: Logs;
  /** Another viewer's, which knows that the head is on this machine. */
  let logsHere: Logs;
  let own: string;
  /** A viewer's, as with a head on another machine: its jobs' logs are fetched into this folder. */
  let fetchingInto: (directory: string) => Logs;

  beforeAll(async () => {
    own = mkdtempSync('/tmp/rbl-');
    bundle = await bundleLogWorker();
    head = await startRayHead({ token: 'random' });
    worker = await startRayWorker(head, { worker: { cpus: 2, resources: { here: 1 } } });
    await head.dashboardReady();
    const dashboard = { url: head.dashboardUrl, token: tokenReader(head.tokenFile), timeLimitMs: 30_000 };
    const places = logPlacesFrom({
      // Beside what is fetched, as Raybar has it: else each viewer's lines are the other's, too.
      logDirectory: path.join(own, 'logs'),
      rayLogDirectory: rayLogDirectoryOf(currentSystem(), () => worker.rayletPid()),
      workers: () => [],
      embeddedTemporaryDirectory: () => null,
      home: '/Users/ada',
      secrets: rememberFileSecrets(() => (head.tokenFile === null ? [] : [head.tokenFile])),
    });
    const logsWith = (spool: JobSpool): Logs =>
      createLogs({
        workerFile: bundle.file,
        places: async () => withJobs(await places(), spool),
        spool,
        makeBundle: () => Promise.reject(new Error('not in this test')),
        log: () => undefined,
        now: Date.now,
      });
    const spoolIn = (directory: string, folders: () => Promise<readonly LogFolder[]>): JobSpool =>
      new JobSpool({
        directory: path.join(own, directory),
        jobLogs: async () => createJobLogs(dashboard),
        folders,
        log: () => undefined,
      });
    fetchingInto = (directory) => logsWith(spoolIn(directory, async () => []));
    logs = fetchingInto('job-logs');
    logsHere = logsWith(spoolIn('job-logs-here', async () => (await places()).folders));
  });
  afterAll(async () => {
    await logs.close();
    await logsHere.close();
    await worker.stop();
    await head.stop();
    await bundle.remove();
    rmSync(own, { recursive: true, force: true });
  });

  it('tell of a task while it runs, named by it, with its traceback as one entry', async () => {
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    const driver = startRayDriver(head, failing);
    try {
      const seen = await followed(logs.handlers, state.view, 'ValueError: the batch has no weights');
      const last = seen.find(({ text }) => text === 'ValueError: the batch has no weights');
      const { text } = await logs.handlers.logsText({
        view: state.view,
        what: { entryOf: last?.key ?? '' },
        reveal: false,
      });
      expect(text.split('\n')[0]).toBe('Traceback (most recent call last):');
      expect(last?.level).toBe('error');
      const sources = await logs.handlers.logsSources({ earlier: false, reveal: false });
      const source = sources.find(({ id }) => id === last?.sourceId);
      expect(source).toMatchObject({ kind: 'worker', tasks: ['fail_step'] });

      const found = await logs.handlers.logsChange({
        view: state.view,
        query: { ...query, task: 'fail_step' },
        anchor: { key: last?.key ?? '' },
      });
      expect(found.anchor.exact).toBe(true);
    } finally {
      await driver.stop();
      await logs.handlers.logsClose({ view: state.view });
    }
  });

  it('are of each task that one worker ran, by its own lines', async () => {
    const driver = startRayDriver(head, reusing);
    try {
      const sourceOfBoth = async (): Promise<LogSource | undefined> =>
        (await logs.handlers.logsSources({ earlier: false, reveal: false })).find(
          ({ tasks, file }) => tasks.join() === 'train_step,load_batch' && file.endsWith('.out'),
        );
      const source = await waitFor('the log of both', sourceOfBoth, { withinMs: 60_000 });
      expect(source.name).toBe(`stdout of train_step, load_batch (pid ${source.pid})`);
      const textsOf = async (task: string, last: string): Promise<string[]> => {
        const asked = { ...query, sources: [source.id], task };
        const { state } = await logs.handlers.logsOpen({ query: asked, search: null, anchor: 'end' });
        const texts = await waitFor(`the lines of ${task}`, async () => {
          const { rows } = await logs.handlers.logsRows({
            view: state.view,
            from: 0,
            count: 500,
            reveal: false,
          });
          const told = rows.map((row) => row?.text ?? '');
          return told.includes(last) && told;
        });
        await logs.handlers.logsClose({ view: state.view });
        return [...new Set(texts)];
      };
      expect(await textsOf('load_batch', 'loaded')).toEqual([':task_name:load_batch', 'loaded']);
      expect(await textsOf('train_step', 'trained')).toEqual([':task_name:train_step', 'trained']);
    } finally {
      await driver.stop();
    }
  });

  it('are its raylet’s, its agents’, its workers’ and its events', async () => {
    const sources = await logs.handlers.logsSources({ earlier: false, reveal: false });
    const kinds = new Set(sources.map(({ kind }) => kind));
    for (const kind of ['raylet', 'gcs', 'agent', 'worker', 'event'] as const) expect(kinds).toContain(kind);
    const session = sources.find(({ kind }) => kind === 'raylet')?.session;
    expect(session).toMatch(/^session_/);
    expect(sources.every(({ file }) => !file.startsWith('/'))).toBe(true);
  });

  it('are a job’s newest lines, however long it has been, with the token, and what it writes then, each once', async () => {
    const dashboard = createDashboard({
      url: head.dashboardUrl,
      token: tokenReader(head.tokenFile),
      timeLimitMs: 30_000,
    });
    const go = path.join(own, 'go');
    // Nobody has looked at it yet: a viewer that was used a moment ago would follow the job from its beginning.
    const late = fetchingInto('late-job-logs');
    // 90,000 lines, 36 MB, before anybody looks; then it waits to be looked at.
    const script = `import os,time
print("\\n".join(f"old {n} " + "x" * 390 for n in range(90000)), flush=True)
open(${JSON.stringify(`${go}.written`)}, "w")
while not os.path.exists(${JSON.stringify(go)}): time.sleep(0.05)
print("\\n".join(f"new {n}" for n in range(1000)), flush=True)`;
    const file = path.join(own, 'long-job.py');
    writeFileSync(file, script);
    try {
      await dashboard.submitJob({ entrypoint: `python ${file}`, metadata: {} });
      await waitFor('the old lines', () => existsSync(`${go}.written`), { withinMs: 60_000 });
      const { state } = await late.handlers.logsOpen({ query, search: null, anchor: 'end' });
      const { view } = state;
      const job = await waitFor(
        'its newest line',
        async () => {
          await late.handlers.logsFollow({ view, most: 1_000, waitMs: 500, reveal: false });
          const sources = await late.handlers.logsSources({ earlier: false, reveal: false });
          const found = sources.find((source) => isFetched(source) && source.name.includes('long-job'));
          return found !== undefined && found.bytes > 18_000_000 ? found : false;
        },
        { withinMs: 90_000 },
      );
      const alone = { ...query, sources: [job.id] };
      const opened = await late.handlers.logsOpen({ query: alone, search: null, anchor: 'end' });
      const rowsFrom = async (from: number, count: number) => {
        const { rows } = await late.handlers.logsRows({
          view: opened.state.view,
          from,
          count,
          reveal: false,
        });
        return rows.map((row) => row?.text.slice(0, 12).trim() ?? null);
      };
      // Not where it was opened: it may have been on its way here still.
      const lastRow = async () =>
        (await late.handlers.logsLocate({ view: opened.state.view, anchor: 'end' })).row;
      await waitFor('its end', async () => (await rowsFrom(await lastRow(), 1))[0]?.startsWith('old 89999'));
      expect((await rowsFrom(0, 2))[0]).toMatch(/^INFO:raybar/);
      writeFileSync(go, '');
      const last = await waitFor(
        'what it writes then',
        async () => {
          const rowCount = (await lastRow()) + 1;
          return (await rowsFrom(rowCount - 1, 1))[0] === 'new 999' && rowCount;
        },
        { withinMs: 60_000 },
      );
      const newest = [
        ...(await rowsFrom(last - 1_001, 500)),
        ...(await rowsFrom(last - 501, 501 - 1)),
        ...(await rowsFrom(last - 1, 1)),
      ];
      expect(newest).toHaveLength(1_001);
      expect(newest[0]).toMatch(/^old 89999/);
      expect(newest.slice(1)).toEqual(Array.from({ length: 1_000 }, (_, n) => `new ${n}`));
      await late.handlers.logsClose({ view: opened.state.view });
      await late.handlers.logsClose({ view });
    } finally {
      dashboard.close();
      await late.close();
    }
  });

  it('are those of jobs, too, as the head tells them', async () => {
    const dashboard = createDashboard({
      url: head.dashboardUrl,
      token: tokenReader(head.tokenFile),
      timeLimitMs: 30_000,
    });
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    try {
      await dashboard.submitJob({
        entrypoint: 'echo the job speaks;\npassword=jobpw777 sleep 3; echo the job ends',
        metadata: {},
      });
      const seen: LogRow[] = [];
      const last = await waitFor(
        'what the job says',
        async () => {
          const { rows } = await logs.handlers.logsFollow({
            view: state.view,
            most: 1_000,
            waitMs: 1_000,
            reveal: false,
          });
          const sources = await logs.handlers.logsSources({ earlier: false, reveal: false });
          const jobs = new Set(sources.filter(isFetched).map(({ id }) => id));
          seen.push(...rows.filter(({ sourceId }) => jobs.has(sourceId)));
          return seen.find(({ text }) => text === 'the job ends');
        },
        { withinMs: 90_000 },
      );
      expect(seen.filter(({ text }) => text === 'the job speaks')).toHaveLength(1);
      // Jobs of earlier tests are fetched, too.
      const nameOf = async (reveal: boolean) =>
        (await logs.handlers.logsSources({ earlier: false, reveal })).find(({ id }) => id === last.sourceId)
          ?.name;
      expect(await nameOf(false)).toBe('echo the job speaks; password=••• sleep 3; echo the job ends');
      expect(await nameOf(true)).toContain('jobpw777');
    } finally {
      dashboard.close();
      await logs.handlers.logsClose({ view: state.view });
    }
  });

  it('are a job’s own file where its driver runs here, each line once, called by what the job runs', async () => {
    const dashboard = createDashboard({
      url: head.dashboardUrl,
      token: tokenReader(head.tokenFile),
      timeLimitMs: 30_000,
    });
    const { handlers } = logsHere;
    const { state } = await handlers.logsOpen({ query, search: null, anchor: 'end' });
    try {
      await dashboard.submitJob({ entrypoint: 'echo one here; sleep 1; echo two here', metadata: {} });
      const seen = await followed(handlers, state.view, 'two here');
      const ofJobs = async () =>
        (await handlers.logsSources({ earlier: false, reveal: false })).filter(({ kind }) => kind === 'job');
      const job = await waitFor('its name', async () =>
        (await ofJobs()).find(({ name }) => name === 'echo one here; sleep 1; echo two here'),
      );
      expect(job.file).toMatch(/^job-driver-raysubmit_\w+\.log$/);
      const told = seen.filter(({ text }) => text === 'one here' || text === 'two here');
      expect(told.map(({ text }) => text)).toEqual(['one here', 'two here']);
      expect(new Set(told.map(({ sourceId }) => sourceId))).toEqual(new Set([job.id]));
      expect((await ofJobs()).filter(isFetched)).toEqual([]);
    } finally {
      dashboard.close();
      await handlers.logsClose({ view: state.view });
    }
  });
});

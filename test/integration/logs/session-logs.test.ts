import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logs } from '../../../src/main/logs/log-handlers';
import { logPlacesFrom } from '../../../src/main/logs/log-places-from';
import { createLogs } from '../../../src/main/logs/log-service';
import { JobSpool, withJobs } from '../../../src/main/logs/sources/job-spool';
import { createDashboard } from '../../../src/main/ray/dashboard';
import { createJobLogs } from '../../../src/main/ray/job-logs';
import { rayLogDirectoryOf } from '../../../src/main/ray/log-directory';
import { tokenReader } from '../../../src/main/ray/token-file';
import { currentSystem } from '../../../src/main/system/current-system';
import { logQuerySchema, type LogRow } from '../../../src/shared/log-views';
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
const query = logQuerySchema.parse({});

describe('The logs of a real session', () => {
  let head: RayHead;
  let worker: RayWorkerNode;
  let bundle: Awaited<ReturnType<typeof bundleLogWorker>>;
  let logs: Logs;
  let own: string;

  beforeAll(async () => {
    own = mkdtempSync('/tmp/rbl-');
    bundle = await bundleLogWorker();
    head = await startRayHead({ token: 'random' });
    worker = await startRayWorker(head, { worker: { cpus: 2, resources: { here: 1 } } });
    await head.dashboardReady();
    const dashboard = { url: head.dashboardUrl, token: tokenReader(head.tokenFile), timeLimitMs: 10_000 };
    const spool = new JobSpool({
      directory: path.join(own, 'job-logs'),
      jobLogs: async () => createJobLogs(dashboard),
      log: () => undefined,
    });
    const places = logPlacesFrom({
      logDirectory: own,
      rayLogDirectory: rayLogDirectoryOf(currentSystem(), () => worker.rayletPid()),
      workers: () => [],
      embeddedTemporaryDirectory: () => null,
      home: '/Users/ada',
    });
    logs = createLogs({
      workerFile: bundle.file,
      places: async () => withJobs(await places(), spool),
      spool,
      makeBundle: () => Promise.reject(new Error('not in this test')),
      log: () => undefined,
      now: Date.now,
    });
  });
  afterAll(async () => {
    await logs.close();
    await worker.stop();
    await head.stop();
    await bundle.remove();
    rmSync(own, { recursive: true, force: true });
  });

  it('tell of a task while it runs, named by it, with its traceback as one entry', async () => {
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    const driver = startRayDriver(head, failing);
    try {
      const seen: LogRow[] = [];
      await waitFor('the traceback', async () => {
        const { rows } = await logs.handlers.logsFollow({
          view: state.view,
          most: 1_000,
          waitMs: 1_000,
          reveal: false,
        });
        seen.push(...rows);
        return seen.some(({ text }) => text === 'ValueError: the batch has no weights');
      });
      const last = seen.find(({ text }) => text === 'ValueError: the batch has no weights');
      const { text } = await logs.handlers.logsText({
        view: state.view,
        what: { entryOf: last?.key ?? '' },
        reveal: false,
      });
      expect(text.split('\n')[0]).toBe('Traceback (most recent call last):');
      expect(last?.level).toBe('error');
      const sources = await logs.handlers.logsSources({ earlier: false });
      const source = sources.find(({ id }) => id === last?.sourceId);
      expect(source).toMatchObject({ kind: 'worker', task: 'fail_step' });

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

  it('are its raylet’s, its agents’, its workers’ and its events', async () => {
    const sources = await logs.handlers.logsSources({ earlier: false });
    const kinds = new Set(sources.map(({ kind }) => kind));
    for (const kind of ['raylet', 'gcs', 'agent', 'worker', 'event'] as const) expect(kinds).toContain(kind);
    const session = sources.find(({ kind }) => kind === 'raylet')?.session;
    expect(session).toMatch(/^session_/);
    expect(sources.every(({ file }) => !file.startsWith('/'))).toBe(true);
  });

  it('are those of jobs, too, as the head tells them', async () => {
    const dashboard = createDashboard({
      url: head.dashboardUrl,
      token: tokenReader(head.tokenFile),
      timeLimitMs: 10_000,
    });
    const { state } = await logs.handlers.logsOpen({ query, search: null, anchor: 'end' });
    try {
      await dashboard.submitJob({
        entrypoint: 'echo the job speaks; sleep 3; echo the job ends',
        metadata: {},
      });
      const seen: string[] = [];
      await waitFor('what the job says', async () => {
        const { rows } = await logs.handlers.logsFollow({
          view: state.view,
          most: 1_000,
          waitMs: 1_000,
          reveal: false,
        });
        const sources = await logs.handlers.logsSources({ earlier: false });
        const jobs = new Set(sources.filter(({ kind }) => kind === 'job').map(({ id }) => id));
        seen.push(...rows.filter(({ sourceId }) => jobs.has(sourceId)).map(({ text }) => text));
        return seen.includes('the job ends');
      });
      expect(seen.filter((text) => text === 'the job speaks')).toHaveLength(1);
      const job = (await logs.handlers.logsSources({ earlier: false })).find(({ kind }) => kind === 'job');
      expect(job?.name).toContain('echo the job speaks');
    } finally {
      dashboard.close();
      await logs.handlers.logsClose({ view: state.view });
    }
  });
});

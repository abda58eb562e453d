import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDashboard, type Dashboard } from '../../../src/main/ray/dashboard';
import { runDemoJob } from '../../../src/main/ray/demo-job';
import { createRayletClient } from '../../../src/main/ray/gcs/raylet-client';
import { tokenReader } from '../../../src/main/ray/token-file';
import { taskRows } from '../../../src/main/ray/tasks';
import { readRayWorkers } from '../../../src/main/ray/worker-tree';
import { WorkerWatch } from '../../../src/main/ray/worker-watch';
import { currentSystem } from '../../../src/main/system/current-system';
import { errorOf } from '../../support/error-of';
import { startRayDriver } from '../../support/ray-driver';
import { startRayHead, type RayHead } from '../../support/ray-head';
import { startRayWorker, type RayWorkerNode } from '../../support/ray-worker';
import { waitFor } from '../../support/wait-for';

const work = `
@ray.remote(num_cpus=1, resources={"gpu_apple_mps": 0.001})
def train_step(seconds):
    time.sleep(seconds)
@ray.remote(num_cpus=0)
class lower_case:
    def ping(self):
        return 1
@ray.remote(num_cpus=0)
class Busy:
    async def serve(self, seconds):
        import asyncio
        await asyncio.sleep(seconds)
place = dict(resources={"gpu_apple_mps": 0.001})
waiting = lower_case.options(**place).remote()
ray.get(waiting.ping.remote())
busy = Busy.options(**place).remote()
refs = [train_step.remote(600), busy.serve.remote(600)]
print("running", flush=True)
input()
`;

describe('A real dashboard in token mode', () => {
  let head: RayHead;
  let worker: RayWorkerNode;
  let dashboard: Dashboard;

  beforeAll(async () => {
    head = await startRayHead({ token: 'random' });
    worker = await startRayWorker(head, { worker: { cpus: 2, resources: { gpu_apple_mps: 1 } } });
    await head.dashboardReady();
    dashboard = createDashboard({
      url: head.dashboardUrl,
      token: tokenReader(head.tokenFile),
      timeLimitMs: 30_000,
    });
  });
  afterAll(async () => {
    dashboard.close();
    await worker.stop();
    await head.stop();
  });

  it('is found by asking the GCS for it', async () => {
    expect(`http://${await worker.gcs.dashboardAddress(15_000)}`).toBe(head.dashboardUrl);
  });

  it('tells its version and that it wants a token, and refuses a wrong one', async () => {
    expect(await dashboard.version()).toEqual({ rayVersion: '2.53.0' });
    expect(await dashboard.authenticationMode()).toBe('token');
    for (const [token, code] of [
      [null, 'token-missing'],
      ['wrong', 'token-wrong'],
    ] as const) {
      const other = createDashboard({
        url: head.dashboardUrl,
        token: () => Promise.resolve(token),
        timeLimitMs: 30_000,
      });
      expect((await errorOf(other.version())).code).toBe(code);
      other.close();
    }
  });

  it('together with titles and raylet it tells what runs here, since when, and with what', async () => {
    const driver = startRayDriver(head, work);
    const { address, rayletPort, nodeId } = worker.node;
    const raylet = createRayletClient(`${address}:${rayletPort}`, tokenReader(head.tokenFile));
    const rayletPid = worker.rayletPid();
    const system = currentSystem();
    const watch = new WorkerWatch({
      readWorkers: () => readRayWorkers(rayletPid, system),
      raylet: () => raylet,
      now: Date.now,
    });
    try {
      await driver.line('running', 60_000);
      // The titles, the raylet and the dashboard know of a task one after the other, seconds apart.
      const rows = await waitFor(
        'three rows with their ages',
        async () => {
          const [tasks, actors] = [await dashboard.runningTasks(nodeId), await dashboard.actors(nodeId)];
          const found = taskRows(await watch.look(), { tasks, actors });
          const shown = Object.fromEntries(found.map(({ name, kind, busy }) => [name, { kind, busy }]));
          expect(shown).toEqual({
            lower_case: { kind: 'actor', busy: false },
            Busy: { kind: 'actor', busy: true },
            train_step: { kind: 'task', busy: true },
          });
          expect(found.find(({ name }) => name === 'train_step')?.resources).not.toBeNull();
          return found.every(({ startedAt }) => startedAt !== null) && found;
        },
        { withinMs: 90_000 },
      );
      expect(rows.find(({ name }) => name === 'train_step')?.resources).toEqual({
        CPU: 1,
        gpu_apple_mps: 0.001,
      });
      const ages = rows.map(({ startedAt }) => startedAt ?? 0);
      expect(ages).toEqual([...ages].sort((one, other) => one - other));
    } finally {
      raylet.close();
      await driver.stop();
    }
  });

  it('runs the demo job, whose task is seen on this worker’s own node', async () => {
    const { nodeId } = worker.node;
    const report = await runDemoJob({ dashboard, gcs: worker.gcs, nodeId, seconds: 2 });
    expect(report).toMatchObject({ status: 'SUCCEEDED', ranHere: true, nodeId });
    expect(report.output.join('\n')).toContain("Asked for {'gpu_apple_mps': 0.001}");
    expect(report.output.join('\n')).toMatch(/pi is about 3\.\d+/);
  });

  it('refuses the demo for a node that is not there', async () => {
    const demo = runDemoJob({ dashboard, gcs: worker.gcs, nodeId: 'ab'.repeat(28), seconds: 1 });
    expect((await errorOf(demo)).code).toBe('not-contributing');
  });

  it('says of an unknown job that there is none', async () => {
    expect((await errorOf(dashboard.job('nope'))).code).toBe('job-failed');
  });
});

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import type { RayWorker } from '../../../../src/main/ray/worker-tree';
import { TaskWatch, type TaskSource } from '../../../../src/main/worker/task-watch';
import { exampleNodeId } from '../../../support/snapshots';

const servers: http.Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(stop));
});
const stop = (server: http.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** A dashboard that knows one task; answers with host:port, as a head publishes it. */
async function startDashboard(startedAt: number): Promise<{ address: string; server: http.Server }> {
  const task = { task_id: 't1', name: 'train', type: 'NORMAL_TASK', worker_pid: 7, start_time_ms: startedAt };
  const server = http.createServer(({ url = '' }, response) => {
    const rows = url.startsWith('/api/v0/tasks') ? [task] : [];
    response.end(JSON.stringify({ result: true, data: { result: { result: rows } } }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, server };
}

const train: RayWorker = {
  pid: 7,
  kind: 'task',
  name: 'train',
  title: 'train',
  busy: true,
  sure: true,
  actorId: null,
  resources: null,
};

it('finds a dashboard that came back elsewhere, and shows its old address no longer', async () => {
  const first = await startDashboard(1_000);
  let published = first.address;
  let now = 1_000_000;
  const changed = vi.fn<() => void>();
  const watch = new TaskWatch(() => now, changed);
  const asked = vi.fn<() => Promise<string>>(async () => published);
  const run: TaskSource = {
    label: 'run-1',
    nodeId: exampleNodeId,
    tokenFile: null,
    dashboardUrl: null,
    gcs: { dashboardAddress: asked },
  };
  const startedAt = () => watch.tasks(run, [train])[0]?.startedAt;
  const answers = (times: number) => vi.waitUntil(() => changed.mock.calls.length === times, 30_000);

  startedAt();
  await answers(1);
  expect(startedAt()).toBe(1_000);
  expect(asked).toHaveBeenCalledTimes(1);

  const second = await startDashboard(2_000);
  published = second.address;
  await stop(first.server);
  now += 2_000;
  startedAt();
  await answers(2);
  // The task itself is still seen: by its process.
  expect(watch.tasks(run, [train])).toMatchObject([{ name: 'train', startedAt: null }]);
  expect(watch.missing).toContain('dashboard is not to be had');
  expect(asked).toHaveBeenCalledTimes(1);

  now += 10_000;
  startedAt();
  await answers(3);
  expect(startedAt()).toBe(2_000);
  expect(watch.missing).toBeNull();
  expect(watch.url).toBe(`http://${second.address}`);

  // One that answers is not doubted.
  now += 2_000;
  startedAt();
  await answers(4);
  expect(asked).toHaveBeenCalledTimes(2);
  watch.close();
});

it('finds a dashboard that comes up later than the worker', async () => {
  const { address } = await startDashboard(1_000);
  let now = 1_000_000;
  const changed = vi.fn<() => void>();
  const watch = new TaskWatch(() => now, changed);
  const dashboardAddress = vi
    .fn<() => Promise<string | null>>()
    .mockResolvedValueOnce(null)
    .mockResolvedValue(address);
  const gcs = { dashboardAddress };
  const run = { label: 'run-1', nodeId: exampleNodeId, tokenFile: null, dashboardUrl: null, gcs };
  watch.tasks(run, [train]);
  await vi.waitUntil(() => changed.mock.calls.length === 1, 30_000);
  expect(watch.missing).toContain('The head runs no dashboard.');
  now += 10_000;
  watch.tasks(run, [train]);
  await vi.waitUntil(() => changed.mock.calls.length === 2, 30_000);
  expect(watch.tasks(run, [train])).toMatchObject([{ startedAt: 1_000 }]);
  watch.close();
});

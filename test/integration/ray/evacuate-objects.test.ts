import { afterAll, beforeAll, expect, it } from 'vitest';
import { evacuateObjects } from '../../../src/main/ray/evacuate-objects';
import { mayHoldObjects } from '../../../src/main/ray/leave-soon';
import { rayEnvironment } from '../../support/ray-environment';
import { startRayDriver } from '../../support/ray-driver';
import { startRayHead, type RayHead } from '../../support/ray-head';
import { startRayWorker } from '../../support/ray-worker';
import { waitFor } from '../../support/wait-for';

let head: RayHead;
beforeAll(async () => {
  head = await startRayHead({ token: 'random', dashboard: false });
});
afterAll(() => head.stop());

it('a result whose only copy is here survives the node that leaves, though its task may not run again', async () => {
  // Connected before the worker is there, so that the driver's raylet is the head's.
  const driver = startRayDriver(
    head,
    `
input()
@ray.remote(num_cpus=1, max_retries=0)
def make(byte):
    return bytes([byte]) * 5_000_000
refs = [make.remote(n) for n in (1, 2)]
ray.wait(refs, num_returns=2, fetch_local=False)
print("made", flush=True)
input()
print("got", [(value[0], len(value)) for value in ray.get(refs)], flush=True)
`,
  );
  await driver.line('connected', 60_000);
  const worker = await startRayWorker(head);
  try {
    driver.send('make');
    await driver.line('made', 60_000);
    const { nodeId } = worker.node;
    const holdsObjects = async () => {
      const node = await worker.gcs.node(nodeId, 5_000);
      return node !== null && node.activity.some((line) => line.includes('object_store')) && node;
    };
    // A raylet that is drained before it has counted its objects goes at once, and they with it.
    await waitFor('the objects to be counted', holdsObjects);
    await worker.gcs.drainNode({ nodeId, ownLabel: worker.label, reasonMessage: 'test' }, 15_000);
    const stays = await waitFor('the head to say that objects keep the node', async () => {
      const node = await holdsObjects();
      return node && node.draining && node;
    });
    expect(mayHoldObjects(stays.activity)).toBe(true);

    const report = await evacuateObjects({
      python: rayEnvironment().python,
      headAddress: head.address,
      nodeId,
      label: worker.label,
      tokenFile: head.tokenFile,
      platform: process.platform,
      ambient: process.env,
      deadlineMs: 120_000,
    });
    expect(report).toEqual({ found: 2, moved: 2, movedBytes: expect.any(Number), trouble: null });
    expect(report.movedBytes).toBeGreaterThanOrEqual(10_000_000);

    const rayletPid = worker.rayletPid();
    process.kill(rayletPid, 'SIGTERM');
    await waitFor('the raylet to go', () => worker.processes().every(({ pid }) => pid !== rayletPid));
    worker.signal('SIGTERM');
    await worker.gone();
    driver.send('get');
    expect(await driver.line('got', 60_000)).toBe('got [(1, 5000000), (2, 5000000)]');
  } finally {
    await driver.stop();
    await worker.stop();
  }
});

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isAvailable } from '../../../src/shared/reading';
import { startRayDriver } from '../../support/ray-driver';
import { type RayHead, startRayHead } from '../../support/ray-head';
import { startTestCore, type TestCore } from '../../support/test-core';

const allocatedBytes = 500_000_000;
/** A worker's own Python, Ray and its libraries, before a task does anything: measured 45 MB. */
const pythonBytes = 60_000_000;

let head: RayHead;
let core: TestCore;
beforeAll(async () => {
  head = await startRayHead();
});
afterEach(() => core.stop());
afterAll(() => head.stop());

it('a task’s memory shows in its row within 2 s, to a tenth, and in the worker’s total', async () => {
  core = await startTestCore({ head });
  core.core.setWatched(true);
  await core.core.handlers.on(undefined);
  await core.reaches('contributing');
  const driver = startRayDriver(
    head,
    `
@ray.remote(num_cpus=1, resources={"raybar_test": 0.1})
class Held:
    def fill(self, size):
        self.kept = bytearray(os.urandom(1_000_000)) * (size // 1_000_000)
        return time.time()

held = Held.remote()
print("filled", ray.get(held.fill.remote(${allocatedBytes})), flush=True)
input()
`,
  );
  try {
    const filledAt = Number((await driver.line('filled')).split(' ')[1]) * 1_000;
    const shown = await core.shows('the memory in its row', ({ tasks }) =>
      tasks.some(
        ({ name, use }) =>
          name === 'Held' && isAvailable(use.memoryBytes) && use.memoryBytes > allocatedBytes * 0.9,
      ),
    );
    const { use } = shown.tasks.find(({ name }) => name === 'Held') ?? {};
    expect(use?.memoryBytes).toBeGreaterThan(allocatedBytes);
    expect(use?.memoryBytes).toBeLessThan(allocatedBytes * 1.1 + pythonBytes);
    expect((shown.telemetry.at ?? 0) - filledAt).toBeLessThan(2_000);
    const { worker } = shown.telemetry;
    if (!isAvailable(worker)) throw new Error(worker.unavailable);
    expect(worker.memoryBytes).toBeGreaterThan(allocatedBytes);
    expect(worker.processCount).toBeGreaterThan(3);
  } finally {
    await driver.stop();
  }
});

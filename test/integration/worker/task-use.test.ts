import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isAvailable } from '../../../src/shared/reading';
import { startRayDriver } from '../../support/ray-driver';
import { type RayHead, startRayHead } from '../../support/ray-head';
import { temporaryFolder } from '../../support/temporary-folder';
import { startTestCore, type TestCore } from '../../support/test-core';

/** A worker's own Python, Ray and its libraries come to it before a task does anything: measured 45 MB. */
const allocatedBytes = 500 * 2 ** 20;

const folder = temporaryFolder();
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
def train_step(size, filled, release):
    kept = bytearray(os.urandom(2**20)) * (size // 2**20)
    with open(filled + ".new", "w") as file:
        file.write(str(time.time()))
    os.rename(filled + ".new", filled)
    while not os.path.exists(release):
        time.sleep(0.02)

result = train_step.remote(${allocatedBytes}, sys.argv[1], sys.argv[2])
while not os.path.exists(sys.argv[1]):
    time.sleep(0.02)
print("filled", open(sys.argv[1]).read(), flush=True)
ray.get(result)
`,
    [folder.file('filled'), folder.file('release')],
  );
  try {
    const filledAt = Number((await driver.line('filled')).split(' ')[1]) * 1_000;
    const shown = await core.shows('the memory in its row', ({ tasks }) =>
      tasks.some(
        ({ name, use }) =>
          name === 'train_step' && isAvailable(use.memoryBytes) && use.memoryBytes > allocatedBytes,
      ),
    );
    const { use } = shown.tasks.find(({ name }) => name === 'train_step') ?? {};
    expect(use?.memoryBytes).toBeLessThan(allocatedBytes * 1.1);
    expect((shown.telemetry.at ?? 0) - filledAt).toBeLessThan(2_000);
    await core.shows('raylet, agents and the task in the worker’s total', ({ telemetry: { worker } }) => {
      if (!isAvailable(worker) || !isAvailable(worker.memoryBytes)) return false;
      return worker.memoryBytes > allocatedBytes && worker.processCount > 3;
    });
  } finally {
    writeFileSync(folder.file('release'), '');
    await driver.stop();
  }
});

import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isAvailable } from '../../../src/shared/reading';
import type { Snapshot } from '../../../src/shared/snapshot';
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

it('a task’s memory shows in its row by the next sample, to a tenth, and in the worker’s total', async () => {
  core = await startTestCore({ head });
  core.core.setWatched(true);
  const sampledAt = new Set<number>();
  core.core.subscribe((_delta, { telemetry }) => telemetry.at !== null && sampledAt.add(telemetry.at));
  await core.core.handlers.on(undefined);
  await core.reaches('contributing');
  const driver = startRayDriver(
    head,
    `
@ray.remote(num_cpus=1, resources={"raybar_test": 0.1})
def train_step(size, fill, filled, release):
    while not os.path.exists(fill):
        time.sleep(0.02)
    kept = bytearray(os.urandom(2**20)) * (size // 2**20)
    with open(filled + ".new", "w") as file:
        file.write(str(time.time()))
    os.rename(filled + ".new", filled)
    while not os.path.exists(release):
        time.sleep(0.02)

fill, filled, release = sys.argv[1:]
result = train_step.remote(${allocatedBytes}, fill, filled, release)
while not os.path.exists(filled):
    time.sleep(0.02)
print("filled", open(filled).read(), flush=True)
ray.get(result)
`,
    ['fill', 'filled', 'release'].map(folder.file),
  );
  const memoryOf = ({ tasks }: Snapshot): number => {
    const use = tasks.find(({ name }) => name === 'train_step')?.use;
    return use !== undefined && isAvailable(use.memoryBytes) ? use.memoryBytes : 0;
  };
  try {
    await core.shows('its row', (snapshot) => memoryOf(snapshot) > 0);
    writeFileSync(folder.file('fill'), '');
    const filledAt = Number((await driver.line('filled')).split(' ')[1]) * 1_000;
    const shown = await core.shows(
      'the memory in its row',
      (snapshot) => memoryOf(snapshot) > allocatedBytes,
    );
    expect(memoryOf(shown)).toBeLessThan(allocatedBytes * 1.1);
    // While it is watched a sample is taken each second. One may have been under way.
    const until = shown.telemetry.at ?? Number.POSITIVE_INFINITY;
    expect([...sampledAt].filter((at) => at > filledAt && at <= until).length).toBeLessThanOrEqual(2);
    await core.shows('raylet, agents and the task in the worker’s total', ({ telemetry: { worker } }) => {
      if (!isAvailable(worker) || !isAvailable(worker.memoryBytes)) return false;
      return worker.memoryBytes > allocatedBytes && worker.processCount > 3;
    });
  } finally {
    writeFileSync(folder.file('release'), '');
    await driver.stop();
  }
});

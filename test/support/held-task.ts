import { writeFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startRayDriver } from './ray-driver';
import type { RayHead } from './ray-head';

export interface HeldTask {
  /** Lets it end; resolves with what it gave back. */
  release(): Promise<string>;
  /** Ends its driver, whatever became of it. */
  stop(): Promise<void>;
}

/** Submits a real task named `train_step` that asks for the tests' worker, and runs until it is released. */
export async function startHeldTask(head: Pick<RayHead, 'address' | 'tokenFile'>): Promise<HeldTask> {
  const directory = mkdtempSync('/tmp/rbt-');
  const release = path.join(directory, 'release');
  const driver = startRayDriver(
    head,
    `
@ray.remote(num_cpus=1, resources={"raybar_test": 0.1}, max_retries=0)
def train_step(release):
    while not os.path.exists(release):
        time.sleep(0.02)
    return "finished"

result = train_step.remote(sys.argv[1])
print("submitted", flush=True)
print("result", ray.get(result), flush=True)
`,
    [release],
  );
  await driver.line('submitted');
  return {
    async release() {
      await writeFile(release, '');
      return (await driver.line('result')).replace('result ', '');
    },
    async stop() {
      await driver.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

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

export interface HeldTaskWish {
  /** What it asks for; left out: a CPU and a share of the tests' worker. */
  readonly resources?: Readonly<Record<string, number>>;
  /** Memory that it fills before it waits. */
  readonly memoryBytes?: number;
}

/** Submits a real task named `train_step` that asks for the tests' worker, and runs until it is released. */
export async function startHeldTask(
  head: Pick<RayHead, 'address' | 'tokenFile'>,
  { resources = { CPU: 1, raybar_test: 0.1 }, memoryBytes = 0 }: HeldTaskWish = {},
): Promise<HeldTask> {
  const { CPU: cpus = 0, ...custom } = resources;
  const directory = mkdtempSync('/tmp/rbt-');
  const release = path.join(directory, 'release');
  const driver = startRayDriver(
    head,
    `
@ray.remote(num_cpus=${cpus}, resources=${JSON.stringify(custom)}, max_retries=0)
def train_step(release, size):
    # Every page is written to: what was only asked for takes no memory.
    kept = bytearray(os.urandom(2**20)) * (size // 2**20)
    while not os.path.exists(release):
        time.sleep(0.02)
    return "finished"

result = train_step.remote(sys.argv[1], int(sys.argv[2]))
print("submitted", flush=True)
print("result", ray.get(result), flush=True)
`,
    [release, String(memoryBytes)],
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startRayDriver } from '../support/ray-driver';

export interface PlacementProbe {
  /** Resolves once a task runs on the worker, which keeps its raylet up through a drain, and the head places work there. */
  begin: () => Promise<void>;
  /** Resolves with the time (ms since the epoch) of the first request that the head did not place any more. */
  refused: () => Promise<number>;
  /** Lets the task end. */
  release: () => void;
  stop: () => Promise<void>;
}

/**
 * Asks the head without a break to place a little work on the worker, and takes it back: an empty placement group, which the head's GCS places itself.
 * So the moment when it does no more is seen from outside, as any client of the cluster sees it, and the same for both arms.
 */
export async function startPlacementProbe(headAddress: string): Promise<PlacementProbe> {
  const directory = mkdtempSync('/tmp/rbp-');
  const releaseFile = path.join(directory, 'release');
  const driver = startRayDriver(
    { address: headAddress, tokenFile: null },
    `
from ray.util.placement_group import placement_group, remove_placement_group

@ray.remote(num_cpus=0, resources={"raybar_bench": 0.1}, max_retries=0)
def hold(started, release):
    open(started, "w").close()
    while not os.path.exists(release):
        time.sleep(0.02)

def placed(within_seconds):
    group = placement_group([{"raybar_bench": 0.001}])
    try:
        return group.wait(within_seconds)
    finally:
        remove_placement_group(group)

round = 0
for line in sys.stdin:
    round += 1
    started, release = f"{sys.argv[1]}/started-{round}", f"{sys.argv[1]}/release-{round}"
    held = hold.remote(started, release)
    while not os.path.exists(started):
        time.sleep(0.01)
    while not placed(5):
        pass
    print(f"probing-{round}", flush=True)
    while True:
        asked = time.time()
        # Whole seconds: Ray cuts the rest off.
        if not placed(1):
            break
        time.sleep(0.005)
    print(f"refused-{round} {asked * 1000:.0f}", flush=True)
    ray.wait([held], timeout=60)
`,
    [directory],
  );
  await driver.line('connected');
  let round = 0;
  return {
    async begin() {
      round += 1;
      driver.send('begin');
      await driver.line(`probing-${round}`, 60_000);
    },
    refused: async () => Number((await driver.line(`refused-${round} `)).split(' ')[1]),
    release: () => writeFileSync(`${releaseFile}-${round}`, ''),
    async stop() {
      await driver.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGcsClient } from '../../../src/main/ray/gcs/client';
import type { GcsClient } from '../../../src/main/ray/gcs/contract';
import { startRayDriver, type RayDriver } from '../../support/ray-driver';
import { startRayHead, type RayHead } from '../../support/ray-head';
import { temporaryFolder } from '../../support/temporary-folder';
import { startTestCore, type TestCore } from '../../support/test-core';
import { waitFor } from '../../support/wait-for';

/** Runs until there is a file. */
const sleeper = `
@ray.remote(resources={"raybar_test": 0.001}, max_retries=0)
def sleeper(release):
    while not os.path.exists(release): time.sleep(0.02)
    return os.getpid()
release = sys.argv[1]
`;

let head: RayHead;
let gcs: GcsClient;
let core: TestCore | null = null;
let driver: RayDriver | null = null;
const folder = temporaryFolder();
const release = (): void => writeFileSync(folder.file('release'), '');

beforeAll(async () => {
  head = await startRayHead({ token: 'random', dashboard: true });
  gcs = createGcsClient({ address: head.address, token: async () => head.token });
});
afterEach(async () => {
  await driver?.stop();
  driver = null;
  await core?.stop();
  core = null;
});
afterAll(async () => {
  gcs.close();
  await head.stop();
});

describe('A worker that joins a real head', () => {
  it('contributes under its own label, runs a task, shows it, and leaves with nothing left', async () => {
    core = await startTestCore({ head });
    await core.core.handlers.on(undefined);
    const { nodeId } = await core.reaches('contributing');
    expect(nodeId).toMatch(/^[0-9a-f]{56}$/);
    expect(core.states).toEqual(['off', 'preparing', 'joining', 'contributing']);
    expect(core.snapshot().cluster).toMatchObject({
      kind: 'address',
      name: '127.0.0.1',
      rayVersion: '2.53.0',
    });

    driver = startRayDriver(
      head,
      `${sleeper}\nref = sleeper.remote(release)\nprint("asked", flush=True)\nprint("done", ray.get(ref), flush=True)\n`,
      [folder.file('release')],
    );
    await driver.line('asked');
    const shown = await core.shows('the running task', ({ tasks }) =>
      tasks.some((task) => task.name === 'sleeper' && task.busy),
    );
    expect(shown.tasks).toHaveLength(1);
    expect(shown.keepingAwake).toBe(true);
    release();
    await driver.line('done');
    await core.shows(
      'no task any more',
      ({ tasks, keepingAwake }) => tasks.every((task) => !task.busy) && !keepingAwake,
    );

    await core.core.handlers.off(undefined);
    await core.reaches('off');
    expect(core.notices.map((notice) => notice.id)).toEqual(['joined', 'drain-done']);
  });

  it('drains with a running task: the task ends well, and no new one starts', async () => {
    core = await startTestCore({ head });
    // Before the worker joins: a driver that connects later would sit on the worker's own raylet, and end with it.
    driver = startRayDriver(
      head,
      `${sleeper}
input()
first = sleeper.remote(release)
print("asked", flush=True)
input()
second = sleeper.remote("/")
print("both", flush=True)
print("first", ray.get(first), flush=True)
ready, waiting = ray.wait([second], timeout=1)
print("second", "ran" if ready else "waits", flush=True)
`,
      [folder.file('release')],
    );
    await driver.line('connected');
    await core.core.handlers.on(undefined);
    await core.reaches('contributing');
    driver.send('joined');
    await driver.line('asked');
    await core.shows('the running task', ({ tasks }) => tasks.some((task) => task.busy));
    await core.core.handlers.off(undefined);
    const draining = await core.reaches('draining');
    expect(draining.deadlineAt - draining.since).toBe(600_000);
    // The head's yes comes some 100 ms before the raylet itself stops taking work; then the node shows as draining.
    await waitFor('the node to be draining', async () => (await gcs.node(draining.nodeId, 5_000))?.draining);
    driver.send('go');
    await driver.line('both');
    release();
    expect(await driver.line('first')).toMatch(/^first \d+$/);
    expect(await driver.line('second')).toBe('second waits');
    await core.reaches('off');
    expect(core.notices.at(-1)).toMatchObject({
      id: 'drain-done',
      body: 'Every task that ran here had ended.',
    });
  });

  it('joins and leaves ten times in a row, each time as a new node', async () => {
    core = await startTestCore({ head });
    const nodes = new Set<string>();
    for (let round = 0; round < 10; round++) {
      await core.core.handlers.on(undefined);
      nodes.add((await core.reaches('contributing')).nodeId);
      await core.core.handlers.off(undefined);
      await core.reaches('off');
    }
    expect(nodes.size).toBe(10);
  });
});

import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RayDriver, startRayDriver } from '../../support/ray-driver';
import { type RayHead, startRayHead } from '../../support/ray-head';
import { readLogFile } from '../../support/read-log-file';
import { startTestCore, type TestCore } from '../../support/test-core';
import { waitFor } from '../../support/wait-for';

let core: TestCore;
let driver: RayDriver;
const logFile = () => path.join(core.directory, 'logs', 'task-failures.log');
const failureLog = (): string => {
  try {
    return readFileSync(logFile(), 'utf8');
  } catch {
    return '';
  }
};
const entries = () => readLogFile(Buffer.from(failureLog())).entries;
const outOfMemory =
  'MPS backend out of memory (MPS allocated: 17.81 GB, other allocations: 320.00 KB, max allowed: 18.13 GB). Tried to allocate 5.81 GB on private pool.';

async function contribute(head: RayHead): Promise<void> {
  core = await startTestCore({ head });
  await core.core.handlers.on(undefined);
  await core.reaches('contributing');
  driver = startRayDriver(
    head,
    `
here = dict(num_cpus=0.1, resources={"raybar_test": 0.1}, max_retries=0)

@ray.remote(**here)
def train_step(text):
    def deeper(depth):
        if depth == 0:
            raise RuntimeError(text)
        return deeper(depth - 1)
    return deeper(20)

@ray.remote(**here)
def fine():
    return "fine"

@ray.remote(**here)
def killed():
    os._exit(3)

@ray.remote(num_cpus=0.1, resources={"raybar_test": 0.1})
class Model:
    def __init__(self, path):
        if path: raise OSError("no model at " + path)
    def predict(self):
        raise KeyError("prompt")

held = []
def do(what, text):
    if what == "model":
        held.append(Model.remote(text))
        return
    if what == "predict":
        held.append(Model.remote(""))
        return ray.get(held[-1].predict.remote())
    print("is", ray.get({"fine": fine, "killed": killed}[what].remote() if what != "train" else train_step.remote(text)), flush=True)

while True:
    what, text = json.loads(input())
    try: do(what, text)
    except Exception as error: print("failed", time.time(), flush=True)
`,
  );
  await driver.line('connected');
}
const asks = (what: string, text = ''): void => driver.send(JSON.stringify([what, text]));
const tells = (count: number) =>
  waitFor(`${count} failures in the log`, () => entries().length >= count && entries(), {
    withinMs: 90_000,
  }).catch((error: unknown) => {
    throw new Error(
      `${failureLog()}\n${driver.lines().join('\n')}\n${core.log()}${core.snapshot().cluster.missing.join('\n')}`,
      { cause: error },
    );
  });

afterEach(async () => {
  await driver.stop();
  await core.stop();
});

describe('Failed tasks, by the head’s dashboard', () => {
  const head = ownHead(true);

  it('a task that fails here is written down once with its whole traceback, and told where the GPU’s memory was the reason', async () => {
    await contribute(head());
    asks('fine');
    await driver.line('is fine');
    const askedAt = Date.now();
    asks('train', outOfMemory);
    const failedAt = Number((await driver.line('failed')).split(' ')[1]) * 1_000;
    const [failed] = await tells(1);
    expect(failed).toMatchObject({ level: 'error', format: 'raybar' });
    // When it failed, not when that was told; all clocks are this machine's.
    expect(failed?.at).toBeGreaterThanOrEqual(askedAt);
    expect(failed?.at).toBeLessThanOrEqual(Math.ceil(failedAt));
    const { worker } = core.snapshot();
    const nodeId = worker.kind === 'contributing' ? worker.nodeId : '';
    expect(failed?.lines[0]).toMatch(
      new RegExp(
        ` ERROR train_step failed \\(task [0-9a-f]{48}, attempt 0, pid \\d+, node ${nodeId}\\): TASK_`,
      ),
    );
    // Ray's own message is cut to its last 500 characters; this is longer.
    expect(failed?.lines.filter((line) => line.includes('in deeper'))).not.toHaveLength(0);
    expect(failed?.lines.some((line) => line.includes('in train_step'))).toBe(true);
    expect(failed?.lines.at(-1)).toBe(`RuntimeError: ${outOfMemory}`);
    await core.shows('the notice', () => core.notices.some(({ id }) => id === 'mps-out-of-memory'));
    expect(statSync(logFile()).mode & 0o777).toBe(0o600);

    asks('train', 'a second reason');
    asks('killed');
    asks('model', '/gone');
    asks('predict');
    const all = await tells(5);
    expect(all.map(({ lines }) => / ERROR (\S+) failed .*: (\w+)$/.exec(lines[0] ?? '')?.slice(1))).toEqual(
      expect.arrayContaining([
        ['train_step', 'TASK_EXECUTION_EXCEPTION'],
        ['killed', 'WORKER_DIED'],
        ['Model.__init__', 'TASK_EXECUTION_EXCEPTION'],
        ['Model.predict', 'TASK_EXECUTION_EXCEPTION'],
      ]),
    );
    expect(failureLog()).toContain('\nRuntimeError: a second reason\n');
    expect(failureLog()).toContain('\nOSError: no model at /gone\n');
    expect(failureLog()).not.toContain('fine');
    const { problems } = readLogFile(Buffer.from(failureLog()));
    expect(problems.map(({ key, count }) => [key, count])).toEqual(
      expect.arrayContaining([
        ['mps-out-of-memory', 1],
        ['task-failed train_step', 2],
        ['task-failed Model.predict', 1],
        ['task-failed Model.__init__', 1],
        ['worker-died', 1],
      ]),
    );
    expect(core.notices.filter(({ id }) => id === 'mps-out-of-memory')).toHaveLength(1);
    expect(entries()).toHaveLength(5);
  });
});

describe('Failed tasks of a head without a dashboard', () => {
  const head = ownHead(false);

  it('without a dashboard nothing breaks, and what is missing is told', async () => {
    await contribute(head());
    asks('train', outOfMemory);
    await driver.line('failed');
    const { cluster } = await core.shows(
      'what is missing',
      (snapshot) => snapshot.cluster.missing.length > 0,
    );
    expect(cluster.missing.join()).toContain('failures are not known');
    expect(core.snapshot().worker.kind).toBe('contributing');
    expect(failureLog()).toBe('');
    asks('fine');
    await driver.line('is fine');
  });
});

function ownHead(dashboard: boolean): () => RayHead {
  let head: RayHead;
  beforeAll(async () => {
    head = await startRayHead({ dashboard });
    if (dashboard) await head.dashboardReady();
  });
  afterAll(() => head.stop());
  return () => head;
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRayDriver, type RayDriver } from '../../support/ray-driver';
import { startRayHead, type RayHead } from '../../support/ray-head';
import type { WorkerState } from '../../../src/shared/worker-state';
import { timings } from '../../../src/main/worker/machine/timings';
import { startTestCore, workerRecord, type TestCore } from '../../support/test-core';
import { waitFor } from '../../support/wait-for';
import { joinLabelVariable } from '../../../src/main/ray/join-label';
import { processesOf } from '../../support/ray-processes';

let head: RayHead;
let core: TestCore;
let running: RayDriver | null = null;

beforeAll(async () => {
  // The head has a CPU of its own: where a task can go when it has to leave here.
  head = await startRayHead({ token: 'random', dashboard: false, numCpus: 1 });
});
beforeEach(async () => {
  core = await startTestCore({ head });
});
afterEach(async () => {
  await running?.stop();
  running = null;
  await core.stop();
});
afterAll(() => head.stop());

const contribute = async (): Promise<string> => {
  await core.core.handlers.on(undefined);
  return (await core.reaches('contributing')).nodeId;
};
/**
 * Runs a driver and then joins; the program reads this worker's node id with input(). In this order, because a driver that
 * connects later would sit on this worker's own raylet, and end with it.
 */
async function drive(program: string, args: string[] = []): Promise<{ driver: RayDriver; nodeId: string }> {
  const started = startRayDriver(head, program, args);
  running = started;
  await started.line('connected');
  const nodeId = await contribute();
  started.send(nodeId);
  return { driver: started, nodeId };
}
const somethingRuns = (): Promise<unknown> =>
  core.shows('a running task', ({ tasks }) => tasks.some((task) => task.busy));

describe('Leaving', () => {
  it('ends a task at the deadline without a retry being charged for it', async () => {
    // The first attempt runs here until it is ended; the second fails on its own, which costs the one retry; only where
    // the first cost nothing is there a third.
    const { driver } = await drive(
      `
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy
attempts = os.path.join(sys.argv[1], "attempts")
@ray.remote(max_retries=1, num_cpus=1, scheduling_strategy=NodeAffinitySchedulingStrategy(input(), soft=True))
def attempt():
    with open(attempts, "a") as file: file.write("x")
    number = os.path.getsize(attempts)
    if number == 1: time.sleep(600)
    if number == 2: os._exit(1)
    return number
ref = attempt.remote()
print("asked", flush=True)
try: print("result", ray.get(ref), flush=True)
except Exception as error: print("result", type(error).__name__, flush=True)
`,
      [core.directory],
    );
    await driver.line('asked');
    // By its title it runs before its first line does, and an attempt that has not counted itself is none.
    await waitFor('the first attempt', () => statSync(join(core.directory, 'attempts')).size > 0);
    await somethingRuns();
    // Long enough for the head's yes: without it a retry is charged.
    await core.core.handlers.off({ deadlineMs: 5_000 });
    await core.reaches('off');
    expect(await driver.line('result', 60_000)).toBe('result 3');
    expect(core.notices.at(-1)?.body).toContain('still running at the deadline');
  });

  it('does not wait for an idle actor: it leaves soon, and the actor comes up elsewhere uncharged', async () => {
    const { driver, nodeId } = await drive(
      `
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy
@ray.remote(max_restarts=1, num_cpus=1, scheduling_strategy=NodeAffinitySchedulingStrategy(input(), soft=True))
class Keeper:
    def where(self): return ray.get_runtime_context().get_node_id()
    def fail(self): os._exit(1)
def where(keeper):
    while True:
        try: return ray.get(keeper.where.remote())
        except ray.exceptions.RayActorError as error:
            if "max_restarts" in str(error) or "out of" in str(error): raise
            time.sleep(0.1)
keeper = Keeper.remote()
print("first", where(keeper), flush=True)
input()
print("second", where(keeper), flush=True)
keeper.fail.remote()
print("third", where(keeper), flush=True)
`,
    );
    expect(await driver.line('first')).toContain(nodeId);
    await core.shows('the actor', ({ tasks }) =>
      tasks.some((task) => task.kind === 'actor' && task.name === 'Keeper' && !task.busy),
    );
    await core.core.handlers.off(undefined);
    const draining = await core.reaches('draining');
    await core.reaches('off');
    // The deadline is 10 min away; it did not take that.
    expect(Date.now()).toBeLessThan(draining.deadlineAt);
    driver.send('go');
    await driver.line('second', 90_000);
    // Its one restart is still there: it was not used up by our leaving.
    await driver.line('third', 90_000);
  });

  it('gives running tasks 15 s on “leave now”, and lets one that ends sooner end', async () => {
    const { driver } = await drive(
      `
input()
@ray.remote(resources={"raybar_test": 1}, max_retries=0)
def short():
    time.sleep(4)
    return "well"
ref = short.remote()
print("asked", flush=True)
print("ended", ray.get(ref), flush=True)
`,
    );
    await driver.line('asked');
    await somethingRuns();
    await core.core.handlers.leaveNow(undefined);
    const draining = await core.reaches('draining');
    expect(draining).toMatchObject({ why: 'leave-now' });
    expect(draining.deadlineAt - draining.since).toBe(15_000);
    expect(await driver.line('ended')).toBe('ended well');
    await core.reaches('off');
  });
});

/** How long after the beginning of its end what was left was killed, by the deadline: however busy this machine is. */
function killedAfterMs(seen: readonly WorkerState[]): number | null {
  const leaving = seen.flatMap((worker) => (worker.kind === 'leaving' ? [worker] : []));
  const [first] = leaving;
  const killing = leaving.find(({ step }) => step === 'killing');
  return first && killing ? killing.deadlineAt - timings.killMs - first.since : null;
}

describe('Leaving in the middle of a join', () => {
  /** Begins a join; resolves once `ray start` has started its raylet, which the head does not know yet. */
  const rayletStarts = async (): Promise<number> => {
    await core.core.handlers.on(undefined);
    const { label } = await core.reaches('joining');
    const mine = { pgid: null, mark: `${joinLabelVariable}=${label}` };
    const find = () => processesOf(mine).find(({ command }) => command.includes('/raylet/raylet '));
    return (await waitFor('the raylet', find, { everyMs: 10 })).pid;
  };

  it('does not wait long for a `ray start` that hears no signal because its raylet went before the head knew it', async () => {
    const raylet = await rayletStarts();
    const seen: WorkerState[] = [];
    core.core.subscribe((_delta, { worker }) => seen.push(worker));
    // Held until it was seen, so that it can't register before; `ray start` then waits for a node that never comes.
    process.kill(raylet, 'SIGSTOP');
    await waitFor('the raylet on record', () => workerRecord(core.directory).raylet);
    process.kill(raylet, 'SIGKILL');
    await core.reaches('leaving');
    await core.core.handlers.off(undefined);
    await core.reaches('off');
    // One that was not yet in that call has heard the SIGTERM.
    expect(killedAfterMs(seen) ?? 0).toBeLessThan(timings.terminateMs);
  });

  it('does not wait long either when that is all that is left of a worker that ran', async () => {
    await rayletStarts();
    const root = await waitFor('`ray start` on record', () => workerRecord(core.directory).root);
    // As one that waits for its node is, for some tenths of a second after that was known to the head. Held before: it may
    // have ended by the time that the node is known here.
    process.kill(root.pid, 'SIGSTOP');
    await core.reaches('contributing');
    const seen: WorkerState[] = [];
    core.core.subscribe((_delta, { worker }) => seen.push(worker));
    await core.core.handlers.off(undefined);
    await core.reaches('off');
    expect(killedAfterMs(seen)).toBeLessThan(timings.terminateMs);
  });

  it('nor for Ray’s agents, which may be deaf once the head is gone, when its raylet is gone, too', async () => {
    await contribute();
    const { raylet } = workerRecord(core.directory);
    const { label } = await core.reaches('contributing');
    const agents = await waitFor('both agents', () => {
      const mine = processesOf({ pgid: null, mark: `${joinLabelVariable}=${label}` });
      const found = mine.filter(({ command }) => /agent(\/main)?\.py /.test(command));
      return found.length >= 2 && found;
    });
    for (const { pid } of agents) process.kill(pid, 'SIGSTOP');
    const seen: WorkerState[] = [];
    core.core.subscribe((_delta, { worker }) => seen.push(worker));
    process.kill(raylet?.pid ?? 0, 'SIGKILL');
    await core.reaches('leaving');
    await core.core.handlers.off(undefined);
    await core.reaches('off');
    expect(killedAfterMs(seen)).toBeLessThan(timings.terminateMs);
  });

  it('ends in order, too, when the head comes to know it meanwhile', async () => {
    await rayletStarts();
    await core.core.handlers.off(undefined);
    await core.reaches('off');
    expect(core.states).not.toContain('failed');
  });
});

describe('Coming back by itself', () => {
  it('happens at the end of a pause, also when Raybar was restarted in it', async () => {
    await contribute();
    await core.core.handlers.pause({ minutes: 60 });
    await core.reaches('off');
    // However long the leaving took, so much of the pause is left.
    await core.core.handlers.pause({ minutes: 0.2 });
    const { pausedUntil } = core.snapshot().wish;
    expect(core.snapshot().decision).toMatchObject({ wanted: 'out', changesAt: pausedUntil });
    await core.core.close('keep');
    core = await startTestCore({ directory: core.directory });
    const { since } = await core.reaches('contributing');
    expect(since).toBeGreaterThanOrEqual(pausedUntil ?? Number.POSITIVE_INFINITY);
    expect(core.snapshot().wish.pausedUntil).toBeNull();
  });

  it('happens after a sleep, before which new work was refused and the worker drained', async () => {
    await contribute();
    core.core.suspend();
    expect(core.snapshot().worker).toMatchObject({ kind: 'draining', why: 'sleep' });
    await core.reaches('asleep');
    core.core.resume();
    await core.reaches('contributing');
  });
});

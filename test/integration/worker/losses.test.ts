import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinLabelVariable } from '../../../src/main/ray/join-label';
import { timings } from '../../../src/main/worker/machine/timings';
import { processesOf } from '../../support/ray-processes';
import { startRayDriver, type RayDriver } from '../../support/ray-driver';
import { startRayHead, type RayHead } from '../../support/ray-head';
import { temporaryFolder } from '../../support/temporary-folder';
import { startTestCore, workerRecord, type TestCore } from '../../support/test-core';

let head: RayHead;
let core: TestCore;
let driver: RayDriver | null = null;

const folder = temporaryFolder();
/** Waits for a word, and then for a task that runs here until there is a file. */
const through = `
@ray.remote(resources={"raybar_test": 1}, max_retries=0)
def through(release):
    while not os.path.exists(release): time.sleep(0.02)
    return "through"
input()
ref = through.remote(sys.argv[1])
print("asked", flush=True)
print("result", ray.get(ref), flush=True)
`;

beforeEach(async () => {
  head = await startRayHead({ token: 'random', dashboard: false });
  core = await startTestCore({ head });
  // Before the worker joins: a driver that connects later would sit on the worker's own raylet, and end with it.
  driver = startRayDriver(head, through, [folder.file('release')]);
  await driver.line('connected');
  await core.core.handlers.on(undefined);
  await core.reaches('contributing');
});
afterEach(async () => {
  await driver?.stop();
  driver = null;
  await core.stop();
  await head.stop();
});

const release = (): void => writeFileSync(folder.file('release'), '');
const pids = (): { root: number; raylet: number } => {
  const { root, raylet } = workerRecord(core.directory);
  if (root === null || raylet === null) throw new Error('no process is on record');
  return { root: root.pid, raylet: raylet.pid };
};
const label = (): string => {
  const { worker } = core.snapshot();
  return 'label' in worker ? worker.label : '';
};

describe('A worker that loses its head', () => {
  it('says so, and is the same worker again when the head answers', async () => {
    const first = label();
    head.signalGcs('SIGSTOP');
    await core.reaches('lost');
    head.signalGcs('SIGCONT');
    await core.reaches('contributing');
    expect(label()).toBe(first);
  });

  it('tells its owner once, and joins again after the head came back without its memory', async () => {
    const first = label();
    await head.kill('SIGKILL');
    await core.shows('the notice', () => core.notices.some((notice) => notice.id === 'lost'));
    await head.restart();
    await core.shows('a new join', ({ worker }) => worker.kind === 'contributing' && worker.label !== first);
    expect(core.notices.map((notice) => notice.id)).toEqual(['joined', 'lost', 'rejoined']);
  });

  it('is off, with no move of objects begun, when it is switched off while the head is dead', async () => {
    await head.kill('SIGKILL');
    try {
      await core.reaches('lost');
      await core.core.handlers.off(undefined);
      await core.reaches('off');
      expect(core.log()).toContain('draining -> leaving');
      expect(core.log()).not.toContain('objects:');
    } finally {
      await head.restart();
    }
  });

  it('says that its head does not answer while it drains, once in the log, and lets the task end', async () => {
    driver?.send('go');
    await driver?.line('asked');
    await core.shows('the running task', ({ tasks }) => tasks.some((task) => task.busy));
    await core.core.handlers.off(undefined);
    await core.shows('the drain', ({ worker }) => worker.kind === 'draining' && worker.acceptedAt !== null);
    head.signalGcs('SIGSTOP');
    try {
      await core.shows('the error', ({ worker }) => worker.kind === 'draining' && worker.error !== undefined);
    } finally {
      head.signalGcs('SIGCONT');
    }
    release();
    expect(await driver?.line('result')).toBe('result through');
    await core.reaches('off');
    expect(core.log().match(/does not answer/g)).toHaveLength(1);
  });

  it('joins again soon, too, after a second outage right behind the first, in which its raylet ended', async () => {
    await head.kill('SIGKILL');
    await core.reaches('lost');
    // As a raylet does by itself once its head has been away for a minute.
    process.kill(pids().raylet, 'SIGKILL');
    const tried = await core.shows(
      'some tries',
      ({ worker }) => worker.kind === 'backoff' && worker.attempt >= 4,
    );
    expect(tried.worker).toMatchObject({ error: { code: 'head-refused' } });
    await head.restart();
    await core.reaches('contributing');

    const second = label();
    await head.kill('SIGKILL');
    await core.reaches('lost');
    process.kill(pids().raylet, 'SIGKILL');
    const { retryAt, since, error } = await core.reaches('backoff');
    expect(error.code).toBe('raylet-exited');
    expect(retryAt - since).toBeLessThanOrEqual(timings.backoffUnreachableMs);
    await head.restart();
    await core.shows('a new join', ({ worker }) => worker.kind === 'contributing' && worker.label !== second);
    expect(core.states).not.toContain('failed');
  });
});

describe('A worker whose processes are killed', () => {
  it('does not say contributing with a dead raylet, and joins again by itself', async () => {
    const first = label();
    process.kill(pids().raylet, 'SIGKILL');
    await core.shows('no more contributing', ({ worker }) => worker.kind !== 'contributing');
    await core.reaches('contributing');
    expect(label()).not.toBe(first);
  });

  it('joins again after `ray start` itself was killed', async () => {
    const first = label();
    process.kill(pids().root, 'SIGKILL');
    await core.shows('no more contributing', ({ worker }) => worker.kind !== 'contributing');
    await core.reaches('contributing');
    expect(label()).not.toBe(first);
  });
});

describe('A worker whose app goes away and comes back', () => {
  it('is taken over, its running task does not notice, and it can still be drained', async () => {
    const first = label();
    if (driver === null) throw new Error('no driver');
    driver.send('go');
    await driver.line('asked');
    await core.shows('the running task', ({ tasks }) => tasks.some((task) => task.busy));
    await core.core.close('keep');
    core = await startTestCore({ directory: core.directory });
    const adopted = await core.reaches('contributing');
    expect(adopted).toMatchObject({ label: first, adopted: true });
    await core.shows('the running task again', ({ tasks }) =>
      tasks.some((task) => task.name === 'through' && task.busy),
    );
    await core.core.handlers.off(undefined);
    release();
    expect(await driver.line('result')).toBe('result through');
    await core.reaches('off');
    expect(core.notices.map((notice) => notice.id)).toEqual(['drain-done']);
  });

  it('keeps a running worker when only the switch’s file is garbled', async () => {
    const first = label();
    await core.core.close('keep');
    writeFileSync(join(core.directory, 'state/wish.json'), '{"version":1,"contri');
    core = await startTestCore({ directory: core.directory });
    expect(await core.reaches('contributing')).toMatchObject({ label: first, adopted: true });
    expect(core.snapshot().problems.map(({ code }) => code)).toEqual(['state-corrupt']);
  });

  it('ends a worker whose record is garbled, says so, and joins anew: never is it in the cluster twice', async () => {
    const first = label();
    await core.core.close('keep');
    writeFileSync(join(core.directory, 'state/worker.json'), 'garbled');
    core = await startTestCore({ directory: core.directory });
    expect(processesOf({ pgid: null, mark: `${joinLabelVariable}=${first}` })).toEqual([]);
    expect((await core.reaches('contributing')).label).not.toBe(first);
    expect(core.snapshot().problems.map(({ code }) => code)).toEqual(['state-corrupt']);
  });
});

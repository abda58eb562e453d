import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RaybarFailure } from '../../../../src/shared/errors';
import type { TaskFailure } from '../../../../src/main/ray/task-failure';
import type { RayWorker } from '../../../../src/main/ray/worker-tree';
import { attemptsIn } from '../../../../src/main/worker/task-failure-entry';
import type { TaskFailureLog } from '../../../../src/main/worker/task-failure-log';
import { TaskFailures } from '../../../../src/main/worker/task-failures';
import type { TaskSource } from '../../../../src/main/worker/task-watch';
import { exampleNodeId } from '../../../support/snapshots';

const run: TaskSource = {
  label: 'run-1',
  nodeId: exampleNodeId,
  tokenFile: null,
  dashboardUrl: null,
  gcs: { dashboardAddress: async () => null },
};
const worker = (pid: number, busy: boolean): RayWorker => ({
  pid,
  kind: busy ? 'task' : 'idle',
  name: busy ? 'train' : '',
  title: busy ? 'train' : 'IDLE',
  busy,
  sure: true,
  actorId: null,
  resources: null,
});
const failureOf = (taskId: string, attempt = 0, parts: Partial<TaskFailure> = {}): TaskFailure => ({
  taskId,
  attempt,
  name: 'train',
  errorType: 'TASK_EXECUTION_EXCEPTION',
  error: `ValueError: ${taskId}/${attempt}`,
  isWhole: true,
  pid: 7,
  nodeId: exampleNodeId,
  endedAt: Date.now(),
  ...parts,
});

/** What the head keeps, and what was asked of it. */
let kept: TaskFailure[];
let constructors: TaskFailure[];
let isUp: boolean;
/** A task whose failures the dashboard does not tell. */
let refused: string | null;
let slowMs: number;
let asked: { lists: number; constructors: number; tasks: string[] };
let told: TaskFailure[];
let logged: string[];
let watch: TaskFailures;
/** The log, and why it can't be written. */
let text: string;
let trouble: Error | null;
let since: number;
const failureLog: TaskFailureLog = {
  append: async (entry) => {
    if (trouble) throw trouble;
    text += entry;
  },
  earlier: async () => ({ attempts: attemptsIn(text), since }),
};

const unreachable = new RaybarFailure({
  code: 'dashboard-unreachable',
  tried: '',
  found: '',
  fixes: [],
  retryable: true,
});
const begin = (): TaskFailures =>
  new TaskFailures({
    now: Date.now,
    dashboard: async () => {
      if (!isUp) throw unreachable;
      return {
        failedAttempts: async () => {
          asked.lists += 1;
          await new Promise((resolve) => setTimeout(resolve, slowMs));
          return kept.map(({ taskId, attempt }) => ({ taskId, attempt }));
        },
        failedConstructors: async () => {
          asked.constructors += 1;
          return constructors.map(({ taskId, attempt }) => ({ taskId, attempt }));
        },
        failures: async (taskId) => {
          asked.tasks.push(taskId);
          if (taskId === refused) throw unreachable;
          return [...kept, ...constructors].filter((one) => one.taskId === taskId);
        },
      };
    },
    failureLog,
    onFailure: (failure) => told.push(failure),
    log: (line) => logged.push(line),
  });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const keysTold = () => told.map(({ taskId, attempt }) => `${taskId} ${attempt}`);

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 21), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  kept = [];
  constructors = [];
  isUp = true;
  refused = null;
  slowMs = 0;
  asked = { lists: 0, constructors: 0, tasks: [] };
  told = [];
  logged = [];
  text = '';
  trouble = null;
  since = 0;
  watch = begin();
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

describe('Failed tasks', () => {
  it('are asked for soon after something ended, and written and told once each, by attempt', async () => {
    watch.see(run, [worker(7, true)]);
    await pass(3_000);
    expect(told).toEqual([]);
    watch.see(run, [worker(7, false)]);
    await pass(300);
    kept = [failureOf('aa', 0), failureOf('aa', 1), failureOf('bb')];
    await pass(1_000);
    expect(keysTold()).toEqual(['aa 0', 'aa 1', 'bb 0']);
    await pass(10_000);
    expect(told).toHaveLength(3);
    expect(text.match(/ValueError: \S+/g)).toEqual([
      'ValueError: aa/0',
      'ValueError: aa/1',
      'ValueError: bb/0',
    ]);
    expect(asked.tasks).toEqual(['aa', 'bb']);
  });

  it('of one list are told in the order in which they ended, as far as the dashboard tells them', async () => {
    const endedAt = Date.now();
    kept = [
      failureOf('cc', 0, { endedAt: endedAt + 30 }),
      failureOf('aa', 1, { endedAt: endedAt + 20 }),
      failureOf('aa', 0, { endedAt }),
      failureOf('bb', 0, { endedAt: endedAt + 10 }),
      failureOf('broken', 0),
    ];
    refused = 'broken';
    watch.see(run, [worker(7, true)]);
    await pass(1_000);
    expect(keysTold()).toEqual(['aa 0', 'bb 0', 'aa 1', 'cc 0']);
    refused = null;
    await pass(15_000);
    expect(keysTold().slice(4)).toEqual(['broken 0']);
  });

  it('are asked for now and then, seldomer where nothing is seen to run', async () => {
    watch.see(run, [worker(7, true)]);
    await pass(30_000);
    const steady = asked.lists;
    expect(steady).toBeGreaterThan(12);
    expect(steady).toBeLessThan(20);
    watch.see(run, []);
    await pass(3_000);
    const after = asked.lists;
    await pass(30_000);
    expect(asked.lists - after).toBe(6);
  });

  it('of tasks too short to be seen come within some seconds', async () => {
    watch.see(run, []);
    await pass(7_000);
    kept = [failureOf('aa')];
    await pass(5_000);
    expect(keysTold()).toEqual(['aa 0']);
  });

  it('of such tasks come so, too, after a dashboard that was slow once, and within half a minute from one that is always', async () => {
    watch.see(run, []);
    await pass(7_000);
    const answers = async (count: number): Promise<void> => {
      const before = asked.lists;
      while (asked.lists < before + count) await pass(100);
      await pass(slowMs + 100);
    };
    slowMs = 4_000;
    await answers(1);
    slowMs = 0;
    kept = [failureOf('aa')];
    await pass(6_000);
    expect(keysTold()).toEqual(['aa 0']);
    slowMs = 4_000;
    await answers(2);
    kept = [failureOf('aa'), failureOf('bb')];
    await pass(30_000 + slowMs);
    expect(keysTold()).toEqual(['aa 0', 'bb 0']);
  });

  it('cost a slow dashboard no more than a small share of its time', async () => {
    slowMs = 1_000;
    watch.see(run, [worker(7, true)]);
    await pass(100_000);
    expect(asked.lists).toBeGreaterThan(3);
    expect(asked.lists).toBeLessThan(8);
    // Even where something ends all the time.
    const before = asked.lists;
    for (let second = 0; second < 60; second++) {
      watch.see(run, [worker(second, true)]);
      await pass(1_000);
    }
    expect(asked.lists - before).toBeLessThan(14);
  });

  it('of constructors are asked for only after something ended', async () => {
    watch.see(run, [worker(7, true)]);
    await pass(5_000);
    const before = asked.constructors;
    await pass(20_000);
    expect(asked.constructors).toBe(before);
    constructors = [failureOf('cc', 0, { nodeId: null })];
    watch.see(run, []);
    await pass(1_000);
    expect(keysTold()).toEqual(['cc 0']);
    expect(text).toContain(`node ${exampleNodeId})`);
  });

  it('of constructors come, too, where the whole error does not', async () => {
    constructors = [failureOf('cc', 0, { nodeId: null, isWhole: false })];
    watch.see(run, [worker(7, true)]);
    await pass(20_000);
    expect(keysTold()).toEqual(['cc 0']);
  });

  it('are no longer waited for once the head keeps them no more', async () => {
    kept = [failureOf('aa', 0, { isWhole: false })];
    watch.see(run, [worker(7, true)]);
    await pass(1_000);
    kept = [];
    await pass(5_000);
    const before = asked.lists;
    await pass(30_000);
    expect(asked.lists - before).toBeLessThan(12);
  });

  it('wait for their whole error, but not for long', async () => {
    kept = [failureOf('aa', 0, { error: 'the end', isWhole: false })];
    watch.see(run, [worker(7, false)]);
    await pass(800);
    expect(told).toEqual([]);
    kept = [failureOf('aa', 0, { error: 'all of it' }), failureOf('bb', 0, { isWhole: false })];
    await pass(500);
    expect(text).toContain('\nall of it\n');
    expect(keysTold()).toEqual(['aa 0']);
    await pass(3_000);
    expect(keysTold()).toEqual(['aa 0']);
    await pass(3_000);
    expect(keysTold()).toEqual(['aa 0', 'bb 0']);
  });

  it('are told once over a restart of Raybar, and those in between then', async () => {
    kept = [failureOf('aa')];
    watch.see(run, [worker(7, false)]);
    await pass(1_000);
    watch.close();
    watch = begin();
    kept = [failureOf('aa'), failureOf('bb')];
    watch.see(run, [worker(7, false)]);
    await pass(1_000);
    expect(keysTold()).toEqual(['aa 0', 'bb 0']);
    expect(text.match(/failed \(task/g)).toHaveLength(2);
  });

  it('are told by the next dashboard that answers', async () => {
    isUp = false;
    kept = [failureOf('aa')];
    watch.see(run, [worker(7, false)]);
    await pass(2_000);
    expect(asked.lists).toBe(0);
    isUp = true;
    await pass(10_000);
    expect(keysTold()).toEqual(['aa 0']);
    expect(logged).toEqual([]);
  });

  it('in a flood come bit by bit, none left out', async () => {
    kept = Array.from({ length: 50 }, (_, number) => failureOf(`f${number}`));
    watch.see(run, [worker(7, false)]);
    await pass(500);
    expect(told).toHaveLength(16);
    await pass(2_000);
    expect(new Set(keysTold()).size).toBe(50);
    expect(told).toHaveLength(50);
  });

  it('that an earlier Raybar told, and turned over, are not told again', async () => {
    since = Date.now();
    kept = [failureOf('aa', 0, { endedAt: since - 1 }), failureOf('bb', 0, { endedAt: since })];
    watch.see(run, [worker(7, false)]);
    await pass(1_000);
    expect(keysTold()).toEqual(['bb 0']);
  });

  it('that can’t be written are told all the same, and Raybar’s log says why', async () => {
    trouble = new Error('ENOSPC: no space left on device');
    kept = [failureOf('aa')];
    watch.see(run, [worker(7, false)]);
    await pass(5_000);
    expect(keysTold()).toEqual(['aa 0']);
    expect(logged).toEqual([expect.stringContaining('ENOSPC')]);
  });

  it('are no longer asked for once the worker has left', async () => {
    watch.see(run, [worker(7, true)]);
    watch.see(null, []);
    await pass(10_000);
    expect(asked.lists).toBe(0);
  });
});

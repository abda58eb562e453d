import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileProblems, mergeProblems } from '../../../../../src/main/logs/problems/merge-problems';
import { ProblemCollector } from '../../../../../src/main/logs/problems/problem-collector';
import { taskFailureEntry } from '../../../../../src/main/worker/task-failure-entry';
import { readLogFile } from '../../../../support/read-log-file';

const outOfMemory =
  'MPS backend out of memory (MPS allocated: 34.12 GB, other allocations: 1.90 GB, max allowed: 36.27 GB). Tried to allocate 2.25 GB on private pool.';
const failedAt = Date.UTC(2026, 10, 21, 14, 4, 33);

const told = (kind: FileProblems<number>['kind'], text: string | Buffer): FileProblems<number> => ({
  kind,
  writtenAt: failedAt,
  problems: readLogFile(Buffer.from(text)).problems,
});
const counts = (files: FileProblems<number>[]) =>
  Object.fromEntries(mergeProblems(files).map(({ key, count }) => [key, count]));

/** What a driver that doesn't catch it writes of one task that fails, and what Raybar writes of it. */
const jobLog = `2026-11-21 14:04:24,815\tINFO job_manager.py:579 -- Runtime env is setting up.
Running entrypoint for job raysubmit_1: python train.py --note "MPS backend out of memory"
Traceback (most recent call last):
  File "/Users/drizzt/train.py", line 16, in <module>
    ray.get(train_step.remote(9))
ray.exceptions.RayTaskError(RuntimeError): \u001B[36mray::train_step()\u001B[39m (pid=3310, ip=192.0.2.2)
  File "/Users/drizzt/train.py", line 5, in train_step
    raise RuntimeError("${outOfMemory}")
RuntimeError: ${outOfMemory}
`;
const failureLog = (endedAt = failedAt): string =>
  taskFailureEntry(
    {
      name: 'train_step',
      taskId: 'c2668a65bda616c1ffffffffffffffffffffffff01000000',
      attempt: 0,
      pid: 3310,
      nodeId: null,
      errorType: 'TASK_EXECUTION_EXCEPTION',
      isWhole: true,
      endedAt,
      error: `ray::train_step() (pid=3310, ip=192.0.2.2)
  File "/Users/drizzt/train.py", line 5, in train_step
    raise RuntimeError("${outOfMemory}")
RuntimeError: ${outOfMemory}`,
    },
    endedAt,
  );

describe('problems of several files', () => {
  const once = { 'mps-out-of-memory': 1, 'task-failed train_step': 1 };

  it('count one failure of a job’s task once, whoever wrote it down', () => {
    expect(counts([told('job', jobLog)])).toEqual(once);
    expect(counts([told('worker', failureLog())])).toEqual(once);
    expect(counts([told('job', jobLog), told('worker', failureLog())])).toEqual(once);
  });

  it('count what only a job tells, now that this machine’s own logs tell of long ago', () => {
    const recorded = readFileSync(
      path.join('test/fixtures/ray-logs/session-failing', 'job-driver-raysubmit_qMmhnixV8fykZBR2.log'),
    );
    const longAgo = told('worker', failureLog(failedAt - 3 * 24 * 3_600_000));
    expect(counts([told('job', recorded), longAgo])).toEqual({
      'mps-out-of-memory': 4,
      'task-failed train_step': 3,
    });
  });

  it('take a file’s own time where its lines have none', () => {
    const withoutTime = told('worker', `RuntimeError: ${outOfMemory}\n`);
    expect(counts([withoutTime, told('job', jobLog)])).toEqual(once);
    expect(counts([{ ...withoutTime, writtenAt: 0 }, told('job', jobLog)])).toMatchObject({
      'mps-out-of-memory': 2,
    });
  });

  it('say of a package that a job’s driver lacks that it is missing there, apart from what is missing here', () => {
    const missing = "ModuleNotFoundError: No module named 'nosuch'\n";
    const [here] = mergeProblems([told('worker', missing)]);
    const [there] = mergeProblems([told('job', missing)]);
    expect(here).toMatchObject({ key: 'import-failed nosuch', link: { doctorCheck: 'python' } });
    expect(here?.explanation).toContain('ran here');
    expect(there).toMatchObject({ key: 'import-failed nosuch (job)', subject: 'nosuch', link: null });
    expect(there?.explanation).toContain('on the head');
    expect(there?.explanation).not.toContain('this machine');
    expect(there?.fixes.length).toBeGreaterThan(0);
  });

  it('make one list, with the first and the last of them', () => {
    const collect = (at: number, place: string): FileProblems<string> => {
      const collector = new ProblemCollector<string>();
      collector.feed('ray.exceptions.RayTaskError(ValueError): ray::f() (pid=1)', true, at, place);
      return { kind: 'worker', writtenAt: at, problems: collector.problems() };
    };
    expect(mergeProblems([collect(20, 'later'), collect(10, 'earlier')])).toMatchObject([
      { key: 'task-failed f', count: 2, firstAt: 10, lastAt: 20, first: 'earlier', last: 'later' },
    ]);
  });
});

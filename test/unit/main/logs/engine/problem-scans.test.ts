import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';

let logs: TestEngine;
beforeEach(() => {
  // A look takes so many ms as it asks for the time, however long this machine takes for it.
  let now = Date.now();
  logs = startTestEngine({ now: () => (now += 1) });
});
afterEach(() => logs.close());

const traceback = (task: string) => `Traceback (most recent call last):
  File "/Users/drizzt/train.py", line 5, in ${task}
    raise RuntimeError("MPS backend out of memory (MPS allocated: 34.12 GB)")
RuntimeError: MPS backend out of memory (MPS allocated: 34.12 GB)
`;

it('a failure that a job’s driver repeats is one, and is shown where it happened', () => {
  logs.write('worker-0a1b-01000000-4711.err', traceback('train_step'));
  logs.write(
    'job-driver-raysubmit_1.log',
    `Running entrypoint for job raysubmit_1: python train.py "MPS backend out of memory"\n${traceback('<module>')}`,
  );
  const { view } = logs.open().state;
  const worker = logs.engine.sources({ earlier: false, reveal: false }).find(({ kind }) => kind === 'worker');
  const { problems, searchedShare } = logs.engine.problems({ view });
  expect(searchedShare).toBe(1);
  expect(problems).toMatchObject([{ id: 'mps-out-of-memory', count: 1, last: { sourceId: worker?.id } }]);
});

it('what only a job’s driver tells counts, too', () => {
  logs.write('job-driver-raysubmit_1.log', traceback('<module>'));
  const { view } = logs.open().state;
  expect(logs.engine.problems({ view }).problems).toMatchObject([{ id: 'mps-out-of-memory', count: 1 }]);
});

it('what a small log tells does not wait for a long one that is written to', () => {
  logs.write('worker-0a1b-01000000-4711.err', traceback('train_step'));
  const line = `[2026-11-21 06:00:00,000 I 1 1] (raylet) a.cc:1: ${'x'.repeat(900)}\n`;
  logs.write('raylet.out', line.repeat(60_000));
  const { view } = logs.open().state;
  const { problems, searchedShare } = logs.engine.problems({ view });
  expect(searchedShare).toBeLessThan(1);
  expect(problems).toMatchObject([{ id: 'mps-out-of-memory' }]);
});

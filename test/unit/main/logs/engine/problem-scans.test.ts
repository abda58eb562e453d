import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';

let logs: TestEngine;
beforeEach(() => {
  logs = startTestEngine();
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

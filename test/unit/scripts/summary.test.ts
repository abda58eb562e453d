import { describe, expect, it } from 'vitest';
import { Problem } from '../../../scripts/problem.mjs';
import { createProgress, problemText } from '../../../scripts/progress.mjs';
import { countTests } from '../../../scripts/test-check.mjs';
import { closingLine, summaryTable } from '../../../scripts/test-summary.mjs';

describe('the count of tests', () => {
  const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };

  it('is what the runner reports', () => {
    expect(countTests(report, true)).toEqual({ passed: 5, failed: 0, skipped: 1 });
    expect(countTests({ ...report, numFailedTests: 2 }, false)).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });

  it('has a failure when a file did not load, or nothing was reported at all', () => {
    expect(countTests(report, false).failed).toBe(1);
    expect(countTests(undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('closes with one line for machines', () => {
    const results = [
      { name: 'lint', passed: 1, failed: 0, skipped: 0, ms: 900 },
      { name: 'unit', passed: 40, failed: 2, skipped: 1, ms: 12_000 },
    ];
    expect(closingLine(results)).toBe('41 passed, 2 failed');
    expect(summaryTable(results).split('\n')).toEqual([
      '✓ lint           0.9 s   1 passed, 0 failed',
      '✗ unit          12.0 s   40 passed, 2 failed, 1 skipped',
    ]);
  });
});

describe('progress', () => {
  const listen = () => {
    const said: string[] = [];
    let now = 0;
    const progress = createProgress({ write: (text: string) => said.push(text) }, () => (now += 1_200));
    return { said, progress };
  };

  it('is a line when a step ends, with its time and whether it was done before', async () => {
    const { said, progress } = listen();
    await progress.step('npm dependencies', ({ doneBefore }) => doneBefore());
    expect(said).toEqual(['✓ npm dependencies         1.2 s  (done before)\n']);
  });

  it('is a line at the start of what takes time, and one for its failure', async () => {
    const { said, progress } = listen();
    const step = progress.step('Electron', ({ doing }) => {
      doing('downloading');
      throw new Error('no');
    });
    await expect(step).rejects.toThrow('no');
    expect(said).toEqual(['… Electron\n', '✗ Electron                 1.2 s\n']);
  });
});

it('a problem says what failed, why and what to do', () => {
  const text = problemText(
    new Problem({
      code: 'offline',
      tried: 'Downloading',
      found: 'no answer',
      fix: 'Connect.',
      details: '\u001B[31mE: 1\u001B[0m\nE: 2',
    }),
  );
  expect(text).toContain('What failed  Downloading');
  expect(text).toContain('Why          no answer');
  expect(text).toContain('What to do   Connect.');
  expect(text).toContain('    E: 1\n    E: 2');
});

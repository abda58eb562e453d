import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../scripts/problem.mjs';
import { createProgress, problemText } from '../../../scripts/progress.mjs';
import { countTests, failuresOf } from '../../../scripts/test-check.mjs';
import { closingLine, failureList, summaryTable } from '../../../scripts/test-summary.mjs';

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

describe('the failures told again at the end', () => {
  const file = (name: string, rest: object) => ({
    name: path.join(process.cwd(), name),
    status: 'failed',
    assertionResults: [],
    ...rest,
  });
  const report = {
    numPassedTests: 1,
    numFailedTests: 1,
    numPendingTests: 0,
    testResults: [
      file('test/a.test.ts', {
        assertionResults: [
          { fullName: 'a drain ends', status: 'passed' },
          {
            fullName: 'a drain is told',
            status: 'failed',
            failureMessages: ['AssertionError: \u001B[31mno\u001B[39m\n\n  at x'],
          },
        ],
      }),
      file('test/b.test.ts', { message: 'SyntaxError: b' }),
      file('test/c.test.ts', { status: 'passed' }),
    ],
  };

  it('name the file, the test and the beginning of its message', () => {
    expect(failuresOf(report)).toEqual([
      'test/a.test.ts › a drain is told\n    AssertionError: no\n      at x',
      'test/b.test.ts\n    SyntaxError: b',
    ]);
    const result = { name: 'unit', passed: 1, failed: 2, skipped: 0, ms: 1, failures: failuresOf(report) };
    expect(failureList([result])).toContain('✗ test/b.test.ts\n    SyntaxError: b\n\n');
  });

  it('are none when nothing was reported or failed', () => {
    expect(failuresOf(undefined)).toEqual([]);
    expect(failureList([{ name: 'lint', passed: 1, failed: 0, skipped: 0, ms: 1 }])).toBe('');
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

/** @typedef {{name: string, passed: number, failed: number, skipped: number, ms: number, failures?: string[]}} CheckResult */

/**
 * Every failed test again, for whoever sees only the end of the run; empty when all went well.
 *
 * @param {CheckResult[]} results
 */
export function failureList(results) {
  return results.flatMap(({ failures = [] }) => failures.map((failure) => `✗ ${failure}\n\n`)).join('');
}

/** @param {CheckResult[]} results */
export function summaryTable(results) {
  return results
    .map(({ name, passed, failed, skipped, ms }) => {
      const counts = [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])];
      return `${failed > 0 ? '✗' : '✓'} ${name.padEnd(12)}${`${(ms / 1000).toFixed(1)} s`.padStart(8)}   ${counts.join(', ')}`;
    })
    .join('\n');
}

/**
 * The last line, in words that machines read too.
 *
 * @param {CheckResult[]} results
 */
export function closingLine(results) {
  /** @param {'passed' | 'failed'} what */
  const sum = (what) => results.reduce((total, result) => total + result[what], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

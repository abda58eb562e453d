import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildApp } from './build-app.mjs';
import { startDisplay } from './display.mjs';
import { PYTHON_ENVIRONMENT, RUNTIME } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { Problem } from './problem.mjs';
import { createProgress, problemText, tellFailure } from './progress.mjs';
import { CHECK_NAMES, TEST_USAGE, readTestArguments } from './test-arguments.mjs';
import { runCheck } from './test-check.mjs';
import { closingLine, failureList, summaryTable } from './test-summary.mjs';

const RESULTS = path.join(RUNTIME, 'test-results');

/**
 * `npm test`: prepares like `npm start`, and then runs every check, also after one has failed.
 *
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function main(args) {
  const wanted = readTestArguments(args);
  if (wanted.usage) {
    process.stdout.write(wanted.problem ? `${wanted.problem}\n\n${TEST_USAGE}` : TEST_USAGE);
    return wanted.problem ? 2 : 0;
  }
  const progress = createProgress();
  const calledOff = new AbortController();
  const callOff = () => calledOff.abort();
  process.on('SIGINT', callOff).on('SIGTERM', callOff).on('SIGHUP', callOff);
  try {
    await prepare({ purpose: 'test', progress, signal: calledOff.signal });
    const results = await runChecks(wanted.checks, progress, calledOff.signal);
    progress.say(`\n${failureList(results)}${summaryTable(results)}\n\n${closingLine(results)}`);
    if (calledOff.signal.aborted) return 130;
    return results.every(({ failed }) => failed === 0) ? 0 : 1;
  } catch (error) {
    return tellFailure(error);
  }
}

/**
 * @param {import('./test-arguments.mjs').CheckName[]} checks
 * @param {import('./progress.mjs').Progress} progress
 * @param {AbortSignal} signal
 */
async function runChecks(checks, progress, signal) {
  mkdirSync(RESULTS, { recursive: true });
  /** @type {import('./test-summary.mjs').CheckResult[]} */
  const results = [];
  const display = await startDisplay();
  try {
    const env = { ...process.env, ...display.env, RAYBAR_PYTHON_ENVIRONMENT: PYTHON_ENVIRONMENT };
    for (const name of CHECK_NAMES.filter((each) => checks.includes(each))) {
      if (signal.aborted) break;
      progress.say(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`);
      const startedAt = Date.now();
      const counts =
        name === 'build'
          ? await checkBuild(progress, signal)
          : await runCheck(name, { env, signal, results: RESULTS });
      results.push({ name, ...counts, ms: Date.now() - startedAt });
    }
  } finally {
    await display.stop();
  }
  return results;
}

/**
 * The end-to-end tests start what is built; a build that fails is one more failed check.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {AbortSignal} signal
 */
async function checkBuild(progress, signal) {
  try {
    await buildApp({ progress, signal });
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    progress.say(problemText(error));
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

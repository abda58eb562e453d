import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { npmCommand } from './npm-dependencies.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

const CHECK_LIMIT_MS = 20 * 60_000;

/** Of a failed test's message: what was expected, what was found, and the place. */
const FAILURE_LINES = 16;

/** The checks that are npm scripts of the same meaning; the others are projects of vitest. */
const NPM_SCRIPTS = { format: 'format:check', lint: 'lint', types: 'types' };

/**
 * Runs one check and shows what it says.
 *
 * @param {Exclude<import('./test-arguments.mjs').CheckName, 'build'>} name
 * @param {{env: NodeJS.ProcessEnv, signal: AbortSignal, results: string}} options
 * @returns {Promise<{passed: number, failed: number, skipped: number, failures?: string[]}>}
 */
export async function runCheck(name, { env, signal, results }) {
  if (name === 'format' || name === 'lint' || name === 'types') {
    const [npm, args] = npmCommand(env);
    const went = await show(npm, [...args, 'run', '--silent', '--loglevel=error', NPM_SCRIPTS[name]], {
      env,
      signal,
    });
    return { passed: went ? 1 : 0, failed: went ? 0 : 1, skipped: 0 };
  }
  const report = path.join(results, `${name}.json`);
  rmSync(report, { force: true });
  const vitest = path.join(NODE_MODULES, 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const went = await show(process.execPath, [vitest, 'run', '--project', name, ...reporters], {
    env,
    signal,
  });
  const read = readReport(report);
  return { ...countTests(read, went), failures: failuresOf(read) };
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{env: NodeJS.ProcessEnv, signal: AbortSignal}} options
 * @returns {Promise<boolean>} Whether it went well.
 */
async function show(program, args, { env, signal }) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  try {
    await runCommand(program, args, {
      cwd: ROOT,
      env: { ...env, ...colour },
      signal,
      timeoutMs: CHECK_LIMIT_MS,
      onLine: (line) => process.stdout.write(`${line}\n`),
    });
    return true;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    if (error.why) process.stdout.write(`${error.message}\n`);
    return false;
  }
}

/**
 * Which tests failed and why, to be told again at the end: whoever has only the last lines of a long run (a CI's page)
 * needs them there.
 *
 * @param {VitestReport | undefined} report
 * @returns {string[]} One text a failure: its file and name, and under it the beginning of its message.
 */
export function failuresOf(report) {
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(ROOT, name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    // A file that did not load has a message of its own and no test.
    if (tests.length === 0) return status === 'failed' ? [`${file}${beginning(message)}`] : [];
    return tests.map((test) => `${file} › ${test.fullName}${beginning(test.failureMessages?.[0])}`);
  });
}

/** @param {string | undefined} message */
function beginning(message) {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines
    .slice(0, FAILURE_LINES)
    .map((line) => `\n    ${line.slice(0, 300)}`)
    .join('');
}

/**
 * @typedef {{fullName: string, status: string, failureMessages?: string[]}} VitestTest
 * @typedef {{name: string, status: string, message?: string, assertionResults: VitestTest[]}} VitestFile
 * @typedef {{numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests?: number, testResults?: VitestFile[]}} VitestReport
 * @param {VitestReport | undefined} report
 * @param {boolean} went
 */
export function countTests(report, went) {
  const passed = report?.numPassedTests ?? 0;
  const failed = report?.numFailedTests ?? 0;
  // A file that does not even load has no failed test, and neither has a run that crashed: they failed all the same.
  return {
    passed,
    failed: went ? failed : Math.max(failed, 1),
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/**
 * @param {string} file
 * @returns {VitestReport | undefined}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

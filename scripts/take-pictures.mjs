import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildApp } from './build-app.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { createProgress, tellFailure } from './progress.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

const USAGE = `Usage: npm run pictures [-- NAME …]

Takes the pictures of the README and the docs anew, by the end-to-end tests that take some. Look at each before you commit it.

  NAME   only the tests whose file has this in its name, e.g. popover
`;

const PICTURES = path.join(ROOT, 'docs/images');
const TESTS = path.join(ROOT, 'test/e2e');
const LIMIT_MS = 15 * 60_000;
/** What a page of text may carry. */
const MOST_BYTES = 150 * 1024;

/**
 * `npm run pictures`
 *
 * @param {string[]} names
 * @returns {Promise<number>}
 */
export async function main(names) {
  if (names.some((name) => name.startsWith('-'))) {
    process.stdout.write(USAGE);
    return names.every((name) => name === '--help' || name === '-h') ? 0 : 2;
  }
  const progress = createProgress();
  const calledOff = new AbortController();
  const callOff = () => calledOff.abort();
  process.on('SIGINT', callOff).on('SIGTERM', callOff).on('SIGHUP', callOff);
  const { signal } = calledOff;
  try {
    await prepare({ purpose: 'test', progress, signal });
    await buildApp({ progress, signal });
    const tests = pictureTests(TESTS).filter(
      (test) => names.length === 0 || names.some((name) => test.includes(name)),
    );
    if (tests.length === 0) {
      progress.say('No test of this name takes a picture.');
      return 2;
    }
    const began = Date.now();
    const went = await run(tests, signal);
    for (const line of pictureLines(PICTURES, began)) progress.say(line);
    return went ? 0 : 1;
  } catch (error) {
    return tellFailure(error);
  }
}

/**
 * The tests that take pictures are those that know how to: no list that could be forgotten.
 *
 * @param {string} directory
 */
export const pictureTests = (directory) =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => readFileSync(path.join(directory, name), 'utf8').includes('/keep-picture'))
    .toSorted();

/**
 * @param {string[]} tests
 * @param {AbortSignal} signal
 */
async function run(tests, signal) {
  const vitest = path.join(NODE_MODULES, 'vitest', 'vitest.mjs');
  const files = tests.map((test) => path.join('test/e2e', test));
  try {
    await runCommand(process.execPath, [vitest, 'run', '--project', 'e2e', ...files], {
      cwd: ROOT,
      env: { ...process.env, RAYBAR_SCREENSHOTS: PICTURES },
      signal,
      timeoutMs: LIMIT_MS,
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
 * @param {string} directory
 * @param {number} since ms since the epoch
 */
function pictureLines(directory, since) {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.png'))
    .toSorted()
    .flatMap((name) => {
      const { size, mtimeMs } = statSync(path.join(directory, name));
      const much = size > MOST_BYTES ? ', too much for a page' : '';
      return mtimeMs < since ? [] : [`  ${name}  ${Math.round(size / 1024)} KB${much}`];
    });
}

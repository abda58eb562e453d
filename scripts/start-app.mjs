import { buildApp } from './build-app.mjs';
import { startDisplay } from './display.mjs';
import { electronFlags } from './electron-flags.mjs';
import { launch } from './launch.mjs';
import { PYTHON_ENVIRONMENT, ROOT } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { createProgress, tellFailure } from './progress.mjs';
import { START_USAGE, readStartArguments } from './start-arguments.mjs';

/**
 * `npm start`
 *
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function main(args) {
  const { help, appArgs } = readStartArguments(args);
  if (help) {
    process.stdout.write(START_USAGE);
    return 0;
  }
  const progress = createProgress();
  const calledOff = new AbortController();
  const callOff = () => calledOff.abort();
  process.on('SIGINT', callOff).on('SIGTERM', callOff).on('SIGHUP', callOff);
  const { signal } = calledOff;
  try {
    const { electron } = await prepare({ purpose: 'start', progress, signal });
    await buildApp({ progress, signal });
    const display = await startDisplay();
    for (const what of display.made) progress.say(`  No desktop session here: started ${what}.`);
    try {
      const flags = electronFlags(electron.dir);
      for (const { flag, why } of flags) progress.say(`  Electron runs with ${flag}: ${why}.`);
      if (signal.aborted) return 130;
      return await launch({
        electron,
        args: [...flags.map(({ flag }) => flag), ROOT, ...appArgs],
        env: {
          ...process.env,
          ...display.env,
          RAYBAR_PYTHON_ENVIRONMENT: PYTHON_ENVIRONMENT,
          RAYBAR_TRY_IT_HERE: '1',
        },
        onReady: () => progress.say(readyText(performance.now())),
        say: progress.say,
      });
    } finally {
      await display.stop();
    }
  } catch (error) {
    return tellFailure(error);
  }
}

/** @param {number} ms */
const readyText = (ms) => `✓ Raybar is in the menu bar, ${(ms / 1000).toFixed(1)} s after the start.
  What it does       node out/cli/raybar.cjs status
  To try it          node out/cli/raybar.cjs run-demo
  To join a cluster  Settings in its menu, or
                     node out/cli/raybar.cjs settings set cluster.headAddress HOST:6379
  To end it          Ctrl-C: it leaves in order`;

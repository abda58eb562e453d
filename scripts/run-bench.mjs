import path from 'node:path';
import { BENCH_USAGE, readBenchArguments } from './bench-arguments.mjs';
import { buildApp } from './build-app.mjs';
import { startDisplay } from './display.mjs';
import { electronFlags } from './electron-flags.mjs';
import { executableOf } from './electron-link.mjs';
import { PYTHON_ENVIRONMENT, ROOT } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { createProgress, tellFailure } from './progress.mjs';

/**
 * `npm run bench`: prepares like `npm test`, builds, and measures. A bench that falls short still exits 0: it reports.
 *
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function main(args) {
  const { name, rounds, json, problem } = readBenchArguments(args);
  if (name === null) {
    process.stdout.write(problem ? `${problem}\n\n${BENCH_USAGE}` : BENCH_USAGE);
    return problem ? 2 : 0;
  }
  // With --json stdout is one line, whoever pipes it.
  const progress = createProgress(json ? process.stderr : process.stdout);
  const calledOff = new AbortController();
  const callOff = () => calledOff.abort();
  process.on('SIGINT', callOff).on('SIGTERM', callOff).on('SIGHUP', callOff);
  const { signal } = calledOff;
  try {
    const { electron } = await prepare({ purpose: 'test', progress, signal });
    await buildApp({ progress, signal });
    if (signal.aborted) return 130;
    process.env['RAYBAR_PYTHON_ENVIRONMENT'] ??= PYTHON_ENVIRONMENT;
    const display = await startDisplay();
    /** @type {import('vite').ViteDevServer | undefined} */
    let vite;
    Object.assign(process.env, display.env);
    try {
      // Only now is it there on a fresh machine.
      const { createServer } = await import('vite');
      // It stays until the bench is over: parts of the app are loaded when they are first used.
      vite = await createServer({
        root: ROOT,
        configFile: false,
        logLevel: 'error',
        appType: 'custom',
        server: { middlewareMode: true, hmr: false, ws: false, watch: null },
        optimizeDeps: { noDiscovery: true },
      });
      const module = await vite.ssrLoadModule(path.join(ROOT, 'test/bench', `${name}.ts`));
      /** @type {import('../test/bench/measure').BenchResult} */
      const result = await module.bench({
        rounds,
        signal,
        say: progress.say,
        electron: {
          executable: path.join(electron.dir, executableOf(electron.platform)),
          flags: electronFlags(electron.dir).map(({ flag }) => flag),
        },
      });
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : resultText(result));
      return 0;
    } finally {
      await vite?.close();
      await display.stop();
    }
  } catch (error) {
    if (signal.aborted) return 130;
    return tellFailure(error);
  }
}

/** @param {import('../test/bench/measure').BenchResult} result */
function resultText({ bench, unit, raybar, reference, ratio }) {
  /** @param {import('../test/bench/measure').ArmResult} arm */
  const row = (arm) =>
    Object.entries(arm)
      .filter(([key]) => key !== 'what')
      .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
      .join(', ');
  return `\n${bench} (${unit})\n  Raybar: ${row(raybar)}\n  ${reference.what}: ${row(reference)}\n  ratio ${ratio}\n`;
}

import path from 'node:path';
import { buildApp } from './build-app.mjs';
import { prepareElectronRuntime, useElectronRuntime } from './electron-runtime.mjs';
import { PACKAGE_USAGE, readPackageArguments } from './package-arguments.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { Problem } from './problem.mjs';
import { createProgress, tellFailure } from './progress.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

const PACKAGE_LIMIT_MS = 15 * 60_000;

/**
 * `npm run package`
 *
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function main(args) {
  const wanted = readPackageArguments(args, process);
  if (wanted.usage) {
    process.stdout.write(wanted.problem ? `${wanted.problem}\n\n${PACKAGE_USAGE}` : PACKAGE_USAGE);
    return wanted.problem ? 2 : 0;
  }
  const progress = createProgress();
  try {
    const { python, electron } = await prepare({ purpose: 'start', progress });
    await buildApp({ progress });
    const target = await progress.step(
      `Electron for ${wanted.platform}`,
      async ({ doing, note, doneBefore }) => {
        const options = { python: python.python, platform: wanted.platform, onProgress: doing, onNote: note };
        const runtime = await prepareElectronRuntime(options);
        // Electron's own download passes through node_modules/electron, where this machine's is linked.
        useElectronRuntime(electron);
        if (!runtime.fresh) doneBefore(`${runtime.version}, done before`);
        return runtime;
      },
    );
    await progress.step('package', ({ doing }) => runBuilder(wanted, target, doing));
    progress.say(`  It is in ${wanted.out}`);
    if (target.standIn) {
      progress.say(
        `  It carries Electron ${target.version}, the stand-in: to try it out, not to be given to others.`,
      );
    }
    return 0;
  } catch (error) {
    return tellFailure(error);
  }
}

/**
 * @param {import('./package-arguments.mjs').PackageWish} wanted
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @param {(doing: string) => void} doing
 */
async function runBuilder({ os, arch, targets, out }, runtime, doing) {
  const builder = path.join(NODE_MODULES, 'electron-builder', 'cli.js');
  const args = [os === 'darwin' ? '--mac' : '--linux', ...targets, `--${arch}`, '--publish', 'never'];
  const settings = {
    electronDist: runtime.dir,
    electronVersion: runtime.version,
    'directories.output': out,
  };
  args.push(...Object.entries(settings).map(([name, value]) => `--config.${name}=${value}`));
  // Without a certificate named in the environment nothing is looked for in the keychain.
  const signing =
    process.env['CSC_LINK'] || process.env['CSC_NAME'] ? {} : { CSC_IDENTITY_AUTO_DISCOVERY: 'false' };
  try {
    await runCommand(process.execPath, [builder, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...signing },
      timeoutMs: PACKAGE_LIMIT_MS,
      onLine: (line) => doing(line.replace(/^\s*•\s*/, '')),
    });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new Problem({
      code: 'failed',
      tried: `Packaging for ${os} ${arch} (${targets.join(', ')})`,
      found: error.message.split('\n')[0],
      fix: 'The lines below tell why. dmg needs a Mac; AppImage and deb download their tools on first use.',
      details: error.output.trim().split('\n').slice(-12).join('\n'),
      cause: error,
    });
  }
}

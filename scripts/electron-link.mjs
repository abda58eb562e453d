import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @param {string} platform */
export const executableOf = (platform) =>
  platform.startsWith('darwin') ? 'Electron.app/Contents/MacOS/Electron' : 'electron';

/**
 * The npm package `electron` finds its runtime by a folder `dist` and a file `path.txt`. The runtime itself lies
 * outside node_modules, so that `npm ci` does not cost a download: only this link is lost, and laid again.
 *
 * @param {string} packageDir node_modules/electron
 * @param {{dir: string, platform: string}} runtime
 */
export function linkElectron(packageDir, { dir, platform }) {
  const dist = path.join(packageDir, 'dist');
  rmSync(dist, { recursive: true, force: true });
  symlinkSync(path.relative(packageDir, dir), dist, 'dir');
  writeFileSync(path.join(packageDir, 'path.txt'), executableOf(platform));
}

/**
 * @param {string} packageDir
 * @param {{dir: string, platform: string}} runtime
 */
export function isLinked(packageDir, { dir, platform }) {
  try {
    const dist = path.join(packageDir, 'dist');
    return (
      lstatSync(dist).isSymbolicLink() &&
      path.resolve(packageDir, readlinkSync(dist)) === dir &&
      readFileSync(path.join(packageDir, 'path.txt'), 'utf8') === executableOf(platform)
    );
  } catch {
    return false;
  }
}

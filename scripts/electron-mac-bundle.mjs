import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './run-command.mjs';

/**
 * Gives the macOS stand-in Electron's own names: electron-builder looks for `Electron.app`, its helpers and their
 * executables, and Electron finds its helpers by the program's name.
 *
 * @param {string} folder Holds the unpacked .app.
 * @returns {Promise<string>} A folder that is laid out as Electron's own download.
 */
export async function renameMacBundle(folder) {
  const found = readdirSync(folder).find((name) => name.endsWith('.app'));
  if (!found) throw new Error(`unexpected contents of ${folder}: ${readdirSync(folder).join(', ')}`);
  const oldName = path.basename(found, '.app');
  const dist = path.join(folder, 'dist');
  const app = path.join(dist, 'Electron.app');
  mkdirSync(dist);
  renameSync(path.join(folder, found), app);

  await renameBundle(app, oldName, 'Electron');
  const frameworks = path.join(app, 'Contents', 'Frameworks');
  for (const name of readdirSync(frameworks).filter((entry) => entry.startsWith(`${oldName} Helper`))) {
    const helper = path.basename(name, '.app');
    const renamed = helper.replace(oldName, 'Electron');
    renameSync(path.join(frameworks, name), path.join(frameworks, `${renamed}.app`));
    await renameBundle(path.join(frameworks, `${renamed}.app`), helper, renamed);
  }
  const resources = path.join(app, 'Contents', 'Resources');
  for (const name of ['app.asar', 'app-update.yml']) rmSync(path.join(resources, name), { force: true });
  // The names are in the signature. An ad-hoc one is enough to run what was built here.
  if (process.platform === 'darwin') await runCommand('codesign', ['--force', '--deep', '--sign', '-', app]);
  return dist;
}

/**
 * @param {string} bundle
 * @param {string} oldName
 * @param {string} newName
 */
async function renameBundle(bundle, oldName, newName) {
  const plist = await import('plist');
  const programs = path.join(bundle, 'Contents', 'MacOS');
  renameSync(path.join(programs, oldName), path.join(programs, newName));
  const file = path.join(bundle, 'Contents', 'Info.plist');
  const info = /** @type {Record<string, unknown>} */ (plist.parse(readFileSync(file, 'utf8')));
  // The hash of the asar that was taken out; Electron would look for it.
  delete info['ElectronAsarIntegrity'];
  const names = { CFBundleExecutable: newName, CFBundleName: newName, CFBundleDisplayName: newName };
  writeFileSync(file, plist.build({ ...info, ...names }));
}

import path from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * Electron starts the app that its command line names through `resources/default_app.asar`, which a packaged
 * program does not carry. It has to be a real archive: electron-builder trips over a folder of that name.
 *
 * @param {string} dir
 * @param {string} platform
 */
export async function installDefaultApp(dir, platform) {
  const { createPackage } = await import('@electron/asar');
  const resources = platform.startsWith('darwin') ? 'Electron.app/Contents/Resources' : 'resources';
  await createPackage(
    path.join(ROOT, 'scripts', 'default-app'),
    path.join(dir, resources, 'default_app.asar'),
  );
}

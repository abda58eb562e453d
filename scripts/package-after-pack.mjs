import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What electron-builder and Electron put into Info.plist for apps that need it. This one does not. */
const UNWANTED = new Set([
  // Plain http to anywhere. The windows load nothing from the network, and main's requests are not under this rule.
  'NSAppTransportSecurity',
  'NSBluetoothAlwaysUsageDescription',
  'NSBluetoothPeripheralUsageDescription',
  'NSCameraUsageDescription',
  'NSMicrophoneUsageDescription',
  'NSAudioCaptureUsageDescription',
]);

/**
 * electron-builder calls it between packing and signing.
 *
 * @param {{electronPlatformName: string, appOutDir: string, packager: {appInfo: {productFilename: string}}}} context
 */
export async function afterPack({ electronPlatformName, appOutDir, packager }) {
  const mac = electronPlatformName === 'darwin';
  const contents = path.join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents');
  const resources = mac ? path.join(contents, 'Resources') : path.join(appOutDir, 'resources');
  // What starts an app named on the command line has no business in a package.
  rmSync(path.join(resources, 'default_app.asar'), { force: true });
  if (mac) await cleanInfoPlist(path.join(contents, 'Info.plist'));
}

/** @param {string} file */
async function cleanInfoPlist(file) {
  const plist = await import('plist');
  const info = /** @type {Record<string, import('plist').PlistValue>} */ (
    plist.parse(readFileSync(file, 'utf8'))
  );
  const kept = Object.fromEntries(Object.entries(info).filter(([key]) => !UNWANTED.has(key)));
  const integrity = /** @type {Record<string, unknown> | undefined} */ (kept['ElectronAsarIntegrity']);
  delete integrity?.['Resources/default_app.asar'];
  writeFileSync(file, plist.build(kept));
}

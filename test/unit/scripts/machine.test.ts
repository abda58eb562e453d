import { describe, expect, it } from 'vitest';
import { checkCheckoutPath } from '../../../scripts/checkout-path.mjs';
import { flagsFor } from '../../../scripts/electron-flags.mjs';
import { isChromiumNoise, isTrayReady } from '../../../scripts/launch.mjs';
import { nodeTrouble } from '../../../scripts/node-version.mjs';
import { installedPackages, missingPackages, needsOf } from '../../../scripts/system-packages.mjs';

describe('Node and npm', () => {
  it('are fine from 20.19 and 10 on', () => {
    expect(nodeTrouble('v20.19.0', 'npm/10.8.2 node/v20.19.0 linux x64')).toBeUndefined();
    expect(nodeTrouble('v22.0.0', undefined)).toBeUndefined();
  });

  it('are refused with what there is and what to do', () => {
    expect(nodeTrouble('v20.18.3', undefined)).toMatch(
      /needs Node 20\.19 or newer, and this is v20\.18\.3.*\n.*install it/,
    );
    expect(nodeTrouble('v18.20.0', undefined)).toContain('nodejs.org');
    expect(nodeTrouble('v20.19.0', 'npm/9.9.4 node/v20.19.0')).toContain('this is 9.9.4');
  });
});

describe('the path of the checkout', () => {
  it.each(['/home/me/raybar', '/Users/me/src/raybar-1.0_b', '/home/zoë/raybar'])('may be %s', (root) => {
    expect(() => checkCheckoutPath(root)).not.toThrow();
  });

  it.each([
    ['/Users/me/My Code/raybar', 'a space'],
    ['/home/me/raybar (copy)', 'a space'],
    ['/home/me/raybar(1)', '('],
    ["/home/me/o'hara/raybar", "'"],
  ])('is refused before anything is prepared when it is %s', (root, what) => {
    expect(() => checkCheckoutPath(root)).toThrow(
      expect.objectContaining({ code: 'unusable-path', found: expect.stringContaining(`has ${what} in it`) }),
    );
  });
});

describe('system packages', () => {
  const installed = installedPackages('libnss3 installed\nlibgbm1 config-files\nlibgtk-3-0t64 installed\n');

  it('are there when dpkg says installed, under either of their names', () => {
    const missing = missingPackages(['app'], installed).map(({ name }) => name.at(-1));
    expect(missing).toContain('libgbm1');
    expect(missing).not.toContain('libgtk-3-0');
    expect(missing).not.toContain('libnss3');
  });

  it('for a display and a bus are needed only where there is none, or for the tests', () => {
    const desktop = { DISPLAY: ':0', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' };
    expect(needsOf('start', desktop)).toEqual(['app']);
    expect(needsOf('start', {})).toEqual(['app', 'no-display', 'no-session-bus']);
    expect(needsOf('test', desktop)).toEqual(['app', 'tests']);
    const forTests = missingPackages(needsOf('test', desktop), installed).map(({ name }) => name[0]);
    expect(forTests).toEqual(expect.arrayContaining(['xvfb', 'dbus-daemon', 'iproute2']));
  });
});

describe('the switches for Electron', () => {
  const desktop = {
    root: false,
    container: false,
    userNamespaces: true,
    setuidSandbox: false,
    sharedMemoryBytes: 8e9,
  };

  it('are none on a desktop', () => {
    expect(flagsFor(desktop)).toEqual([]);
  });

  it.each([
    ['root', { root: true }],
    ['a container', { container: true }],
    ['a system without user namespaces', { userNamespaces: false }],
  ])('switch the sandbox off for %s, and say why', (_, difference) => {
    const flags = flagsFor({ ...desktop, ...difference });
    expect(flags.map(({ flag }) => flag)).toEqual(['--no-sandbox']);
    expect(flags[0]?.why).not.toBe('');
  });

  it('leave the sandbox on where its setuid helper works', () => {
    expect(flagsFor({ ...desktop, userNamespaces: false, setuidSandbox: true })).toEqual([]);
  });

  it("keep windows out of a container's small /dev/shm", () => {
    const flags = flagsFor({ ...desktop, sharedMemoryBytes: 64 * 1024 * 1024 });
    expect(flags.map(({ flag }) => flag)).toEqual(['--disable-dev-shm-usage']);
  });
});

describe('what the app says', () => {
  it('is ready by its own line', () => {
    expect(isTrayReady('tray ready 512')).toBe(true);
    expect(isTrayReady('the tray is not there yet')).toBe(false);
  });

  it("is shown without Chromium's complaints", () => {
    expect(isChromiumNoise('[11132:1121/034019.652690:ERROR:bus.cc(399)] Failed to connect to the bus')).toBe(
      true,
    );
    expect(isChromiumNoise('[1:1121/034019.6:FATAL:gpu.cc(1)] Goodbye.')).toBe(false);
    expect(isChromiumNoise('Error: settings are not readable')).toBe(false);
  });
});

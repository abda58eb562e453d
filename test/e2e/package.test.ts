import { getRawHeader, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as plist from 'plist';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesktopBus } from '../support/desktop-bus';
import { startDisplay } from '../support/virtual-display';
import { waitFor } from '../support/wait-for';

const root = path.resolve(__dirname, '../..');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp('/tmp/rbp-');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npm run package` as its user runs it; resolves with the folder that it filled. */
async function packageFor(...target: string[]): Promise<string> {
  const out = path.join(folder, 'dist');
  const script = path.join(root, 'scripts/package.mjs');
  const child = spawn(process.execPath, [script, ...target, '--out', out], { cwd: root });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(said);
  return out;
}

describe.runIf(process.platform === 'linux')('the packaged app on Linux', () => {
  let app: string;
  beforeAll(async () => {
    app = path.join(await packageFor('--linux', 'dir'), 'linux-unpacked');
  });

  it('comes up in an empty home, and leaves on SIGTERM', async () => {
    const display = await startDisplay();
    const desktop = await startDesktopBus();
    const state = path.join(folder, 'state');
    await mkdir(path.join(folder, 'home'));
    const env = { PATH: process.env['PATH'], HOME: path.join(folder, 'home'), DISPLAY: display.name };
    const child = spawn(path.join(app, 'raybar-app'), ['--no-sandbox', `--user-data-dir=${state}`], {
      env: { ...env, ...desktop.environment },
    });
    try {
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
      const ended = once(child, 'exit');
      await waitFor('the tray', () => said.includes('tray ready'));
      await desktop.log.waitFor('tray-item', () => true, 10_000);
      expect(existsSync(state)).toBe(true);

      child.kill('SIGTERM');
      const [code, signal] = await ended;
      expect({ code, signal }).toEqual({ code: 0, signal: null });
    } finally {
      child.kill('SIGKILL');
      await desktop.stop();
      await display.stop();
    }
  });

  it('carries what was bundled, and no node_modules, sources or default app', () => {
    const files = listPackage(path.join(app, 'resources/app.asar'), { isPack: false });
    expect(files).toContain('/out/main/index.cjs');
    expect(files).toContain('/out/preload/index.cjs');
    const strangers = files.filter(
      (file) => !/^\/(out|package\.json)(\/(main|preload|renderer).*)?$/.test(file),
    );
    expect(strangers).toEqual([]);
    expect(existsSync(path.join(app, 'resources/default_app.asar'))).toBe(false);
  });

  it('lets nobody use it as a Node of their own', async () => {
    const fuses = await getCurrentFuseWire(path.join(app, 'raybar-app'));
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  });

  it('has the command beside it, which a link finds', async () => {
    const link = path.join(folder, 'raybar');
    const child = spawn('sh', [
      '-c',
      'ln -s "$1" "$2" && "$2" --help',
      'sh',
      path.join(app, 'resources/bin/raybar'),
      link,
    ]);
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(said).toContain('Usage: raybar');
  });
});

describe('the packaged app for macOS', () => {
  let contents: string;
  let info: Record<string, unknown>;
  beforeAll(async () => {
    contents = path.join(await packageFor('--mac', 'dir', '--arm64'), 'mac-arm64/Raybar.app/Contents');
    info = plist.parse(await readFile(path.join(contents, 'Info.plist'), 'utf8')) as Record<string, unknown>;
  });

  it('is a menubar app of this name and version', async () => {
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(info).toMatchObject({
      CFBundleIdentifier: 'io.raybar.app',
      CFBundleName: 'Raybar',
      CFBundleExecutable: 'Raybar',
      CFBundleShortVersionString: version,
      LSUIElement: true,
    });
    expect(existsSync(path.join(contents, 'MacOS/Raybar'))).toBe(true);
    expect(existsSync(path.join(contents, 'Resources/bin/raybar'))).toBe(true);
    const icon = await readFile(path.join(contents, 'Resources', String(info['CFBundleIconFile'])));
    expect(icon.toString('latin1', 0, 4)).toBe('icns');
  });

  it('asks for the local network, and for nothing that it does not use', () => {
    const asked = Object.keys(info).filter((key) => key.endsWith('UsageDescription'));
    expect(asked).toEqual(['NSLocalNetworkUsageDescription']);
    expect(info).not.toHaveProperty('NSAppTransportSecurity');
  });

  it('may have a button in its notifications', () => {
    expect(info['NSUserNotificationAlertStyle']).toBe('alert');
  });

  it('starts only the archive that it was packaged with', async () => {
    const { headerString } = getRawHeader(path.join(contents, 'Resources/app.asar'));
    const hash = createHash('sha256').update(headerString).digest('hex');
    expect(info['ElectronAsarIntegrity']).toEqual({ 'Resources/app.asar': { algorithm: 'SHA256', hash } });
    const fuses = await getCurrentFuseWire(path.join(contents, '..'));
    expect(fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(FuseState.ENABLE);
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
  });
});

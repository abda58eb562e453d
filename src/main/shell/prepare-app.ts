import { app, Menu } from 'electron';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { appDirectories, type AppDirectories } from './app-directories';
import { hardenApp } from './hardening';
import { clearKilledSingleton } from './killed-singleton';

/** What must be said before Electron is ready: where files lie, how pages are locked down, what Chromium leaves out. */
export function prepareApp(): AppDirectories {
  const directories = appDirectories(
    { platform: process.platform, env: process.env, home: homedir() },
    app.commandLine.getSwitchValue('user-data-dir'),
  );
  // The owner's alone: the token of the embedded cluster lies in it.
  makeWritable(directories.state);
  clearKilledSingleton(directories.state);
  app.setName('Raybar');
  app.setPath('userData', directories.state);
  app.setPath('sessionData', directories.session);
  // Chromium would keep an empty renderer ready beside each window.
  app.commandLine.appendSwitch('disable-features', 'SpareRendererForSitePerProcess');
  if (app.commandLine.hasSwitch('no-sandbox')) {
    console.log(
      'Raybar runs its windows without Chromium’s sandbox (--no-sandbox): for development and tests only.',
    );
  } else {
    app.enableSandbox();
  }
  hardenApp(app);
  app.dock?.hide();
  // Without this Electron builds a menu of its own; ours for macOS follows once the shell is up.
  Menu.setApplicationMenu(null);
  // A tray app lives on without a window.
  app.on('window-all-closed', () => undefined);
  return directories;
}

/** Without a folder of its own Raybar can't even tell whether it runs already: it says so, and ends. */
function makeWritable(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK | constants.X_OK);
    // Root may write anywhere by its rights; only trying tells of a read-only or full disk.
    rmSync(mkdtempSync(path.join(directory, 'try-')), { recursive: true });
  } catch (problem) {
    console.error(
      `settings-not-written: Raybar keeps its state in ${directory}, and can't write there: ${String(problem)}\n` +
        'Make the folder writable and the disk not full, or name another one in RAYBAR_STATE_DIRECTORY.',
    );
    process.exit(1);
  }
}

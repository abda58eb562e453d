import { app, dialog, Menu } from 'electron';
import { homedir } from 'node:os';
import { appDirectories, type AppDirectories } from './app-directories';
import { hardenApp } from './hardening';
import { clearKilledSingleton } from './killed-singleton';
import { makeOwnFolders } from './own-folders';

/** What must be said before Electron is ready: where files lie, how pages are locked down, what Chromium leaves out. */
export function prepareApp(): AppDirectories {
  const directories = appDirectories(
    { platform: process.platform, env: process.env, home: homedir() },
    app.commandLine.getSwitchValue('user-data-dir'),
  );
  const unwritable = makeOwnFolders(directories);
  if (unwritable !== null) endUnstarted(unwritable);
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

/** Before the log is open, and before anybody could ask. */
function endUnstarted(why: string): never {
  console.error(why);
  // Nobody sees the console of a packaged app. Before Electron is ready, Linux has no box: it would be the same words on the console again.
  if (app.isPackaged && process.platform !== 'linux') dialog.showErrorBox('Raybar could not start', why);
  process.exit(1);
}

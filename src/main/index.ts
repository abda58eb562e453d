import '../shared/without-code-generation';
import { app, dialog } from 'electron';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { controlSocketPath, ownPythonEnvironment } from '../shared/app-paths';
import { setOwnLocale } from '../shared/view/own-locale';
import { openControlServer } from './control/control-server';
import { createDispatch } from './control/dispatch';
import { createCore } from './create-core';
import { openLog } from './shell/log';
import { prepareApp } from './shell/prepare-app';
import { openShell, type Shell } from './shell/shell';
import { startWords } from './shell/start-words';
import { currentHost } from './system/host';

// The composition root: makes the parts and ties them together. What they do is theirs.

const directories = prepareApp();
const log = openLog(directories.logs);
process.on('uncaughtException', (problem) => log.problem('Not caught', problem));
process.on('unhandledRejection', (problem) => log.problem('Not awaited', problem));

/** The icon comes to the desktop by some messages to and fro; what would hold them up waits so long. */
const trayFirstMs = 50;

async function start(): Promise<Shell> {
  log.info(`Raybar ${app.getVersion()} starts, on Electron ${process.versions['electron'] ?? 'unknown'}`);
  const host = currentHost({ environment: process.env, packaged: app.isPackaged });
  const [core] = await Promise.all([
    createCore({
      system: host.system,
      host,
      stateDirectory: directories.state,
      logDirectory: directories.logs,
      logWorkerFile: path.join(__dirname, 'log-worker.cjs'),
      pythonEnvironment: process.env['RAYBAR_PYTHON_ENVIRONMENT'] ?? ownPythonEnvironment(homedir()),
      // Ray's sockets lie below it, and a socket's path may have 103 bytes: a Mac's own $TMPDIR takes half of them.
      temporaryRoot: '/tmp',
      app: { version: app.getVersion(), electron: process.versions['electron'] ?? 'unknown' },
      ambient: process.env,
      log: (line) => log.info(line),
      tryItHere: process.env['RAYBAR_TRY_IT_HERE'] === '1',
    }),
    app.whenReady().then(() => setOwnLocale(app.getSystemLocale())),
  ]);
  const shell = openShell({
    core,
    outDirectory: path.join(__dirname, '..'),
    log,
    createDispatch: (handlers) =>
      createDispatch(handlers, { log: (message, error) => log.problem(message, error) }),
    beforeExit: async () => {
      await (await control).close();
    },
  });
  const control = delay(trayFirstMs).then(() =>
    openControlServer({
      socketPath: controlSocketPath(directories.state, {
        temporaryDirectory: tmpdir(),
        uid: process.getuid?.() ?? 0,
      }),
      dispatch: shell.dispatch,
      snapshot: () => core.snapshot(),
      subscribe: (changed) => core.subscribe(changed),
    }),
  );
  // Without it the terminal cannot reach Raybar; all else works.
  const reachable = control.catch((problem: unknown) => log.problem('The control socket', problem));
  if (core.snapshot().cluster.kind === 'none') shell.showPopover();
  await reachable;
  for (const line of startWords(core.snapshot())) console.log(line);
  return shell;
}

if (app.requestSingleInstanceLock()) {
  const started = start();
  app.on('second-instance', () => void started.then((shell) => shell.showPopover()));
  started.then(
    // scripts/launch.mjs and the tests wait for this line: whoever has read it may ask `raybar status` next.
    () => console.log(`tray ready ${Math.round(Date.now() - (process.getCreationTime() ?? Date.now()))}`),
    (problem: unknown) => {
      log.problem('Raybar could not start', problem);
      if (app.isPackaged) dialog.showErrorBox('Raybar could not start', String(problem));
      app.exit(1);
    },
  );
} else {
  console.log('Raybar runs already: it shows itself.');
  app.exit(0);
}

// Runs inside the stand-in Electron, in place of Electron's own default app: starts what the command line names.
const { app } = require('electron');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

/** Electron's own default app uses these too; they are in no documentation, so in no types. */
const undocumented = /** @type {{setVersion(version: string): void, setAppPath(folder: string): void}} */ (
  /** @type {unknown} */ (app)
);
const requireFromHere = createRequire(path.join(process.cwd(), 'any'));

const { modules, target, wantsVersion } = readCommandLine(process.argv.slice(1));
if (wantsVersion) {
  process.stdout.write(`v${process.versions['electron']}\n`);
  process.exit(0);
}
// Playwright's loader comes this way, and has to be in before the app.
for (const name of modules) requireFromHere(name);
if (target) {
  startApp(path.resolve(target));
} else {
  process.stderr.write('Name the app to start: electron FOLDER\n');
  process.exit(1);
}

/** @param {string[]} args */
function readCommandLine(args) {
  /** @type {{modules: string[], target?: string, wantsVersion: boolean}} */
  const read = { modules: [], wantsVersion: false };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at];
    if (arg === '-r' || arg === '--require') read.modules.push(args[(at += 1)]);
    else if (arg === '-v' || arg === '--version') read.wantsVersion = true;
    else if (!arg.startsWith('-')) return { ...read, target: arg };
  }
  return read;
}

/** @param {string} start A folder with a package.json, or a file. */
function startApp(start) {
  const folder = fs.statSync(start).isDirectory() ? start : undefined;
  const packageJson = folder ? JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) : {};
  const name = packageJson.productName ?? packageJson.name;
  if (name) {
    app.setName(name);
    app.setDesktopName(packageJson.desktopName ?? `${name}.desktop`);
    // Chromium takes the switch for itself; without it each app keeps its data under its own name.
    const given = app.commandLine.getSwitchValue('user-data-dir');
    app.setPath('userData', given || path.join(app.getPath('appData'), name));
  }
  if (packageJson.version) undocumented.setVersion(packageJson.version);
  undocumented.setAppPath(folder ?? path.dirname(start));
  Object.assign(process, { defaultApp: true });
  requireFromHere(folder ? path.join(folder, packageJson.main ?? 'index.js') : start);
}

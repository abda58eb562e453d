export const START_USAGE = `Usage: npm start [-- OPTIONS]

Prepares what this machine lacks, builds Raybar and starts it. Done steps are skipped.

  --help, -h          this text
  anything else       is passed on to the app, e.g. --user-data-dir=FOLDER

Environment:
  RAYBAR_PYTHON       the python3 to build Ray's environment with (3.11 to 3.13)
  RAYBAR_CHROMIUM_LOG set, shows what Chromium complains about
  ELECTRON_MIRROR     where to download Electron from
  HTTPS_PROXY         the proxy for all downloads
`;

/**
 * @param {string[]} args
 * @returns {{help: boolean, appArgs: string[]}}
 */
export function readStartArguments(args) {
  const divider = args.includes('--') ? args.indexOf('--') : args.length;
  const help = args.slice(0, divider).some((arg) => arg === '--help' || arg === '-h');
  return { help, appArgs: args.toSpliced(divider, 1) };
}

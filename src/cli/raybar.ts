import '../shared/without-code-generation';
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { controlSocketPath, logDirectory, stateDirectory } from '../shared/app-paths';
import { connectControl } from './control-client';
import { answerSearches, readLogsOfFiles, searchThreadsOf } from './logs-without-app';
import { runCli } from './run-cli';

/** Set by vite.cli.config.ts from package.json. */
declare const RAYBAR_VERSION: string;

const uid = process.getuid?.() ?? 0;

async function main(): Promise<void> {
  const directory = stateDirectory({ platform: process.platform, env: process.env, home: os.homedir() });
  const socketPath = controlSocketPath(directory, { temporaryDirectory: os.tmpdir(), uid });
  process.exitCode = await runCli(process.argv.slice(2), RAYBAR_VERSION, {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY,
    isColoured: process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    drained,
    interrupted,
    now: Date.now,
    connect: () => connectControl(socketPath, uid),
    readLogs: async () =>
      readLogsOfFiles({
        logDirectory: logDirectory(
          { platform: process.platform, home: os.homedir() },
          directory,
          Boolean(process.env['RAYBAR_STATE_DIRECTORY']),
        ),
        home: os.homedir(),
        stateDirectory: directory,
        startSearchThread: searchThreadsOf(__filename),
      }),
  });
}

/** Resolves when stdout can take more. */
const drained = (): Promise<void> =>
  process.stdout.writableNeedDrain
    ? new Promise((resolve) => process.stdout.once('drain', resolve))
    : Promise.resolve();

/** The first Ctrl-C ends in order, a second one at once. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

// `raybar status | head -1`: a reader that has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// A search thread of `raybar logs` is started from this same file.
if (parentPort !== null && workerData === 'search') answerSearches(parentPort);
else void main();

import os from 'node:os';
import { controlSocketPath, stateDirectory } from '../shared/app-paths';
import { connectControl } from './control-client';
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
    now: Date.now,
    connect: () => connectControl(socketPath, uid),
  });
}

// `raybar status | head -1`: a reader that has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void main();

import path from 'node:path';
import { createRunCommand, runCommand, type RunCommand } from './run-command';

/** Whose code runs, and with which commands of the OS. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly run: RunCommand;
}

export const thisHost: Host = { platform: process.platform, run: runCommand };

/**
 * This machine; in a development build RAYBAR_TEST_MAC_COMMANDS names a folder of programs that answer as a Mac's commands do
 * (recordings), and the macOS code runs with them wherever the test runs. The packaged app does not listen to it: whoever could set a
 * variable there would choose what Raybar runs.
 */
export function currentHost({
  environment,
  packaged,
}: {
  environment: Readonly<Record<string, string | undefined>>;
  packaged: boolean;
}): Host {
  const folder = environment['RAYBAR_TEST_MAC_COMMANDS'] ?? '';
  if (packaged || folder === '') return thisHost;
  return { platform: 'darwin', run: createRunCommand(path.resolve(folder)) };
}

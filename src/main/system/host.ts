import path from 'node:path';
import { currentSystem } from './current-system';
import { createDarwinSystem } from './darwin/darwin-system';
import { createRunCommand, runCommand, type RunCommand } from './run-command';
import type { System } from './system';

/** What Raybar runs on: whose code measures, with which commands of the OS. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly run: RunCommand;
  readonly system: System;
}

/** This machine's own commands. */
export const ownCommands: Pick<Host, 'platform' | 'run'> = { platform: process.platform, run: runCommand };

/**
 * This machine; in a development build RAYBAR_TEST_MAC_COMMANDS names a folder of programs that answer as a Mac's commands do
 * (recordings): then the macOS code measures with them, wherever the test runs, while processes are still this machine's real ones. The
 * packaged app does not listen to it: whoever could set a variable there would choose what Raybar runs.
 */
export function currentHost({
  environment,
  packaged,
}: {
  environment: Readonly<Record<string, string | undefined>>;
  packaged: boolean;
}): Host {
  const system = currentSystem();
  const folder = environment['RAYBAR_TEST_MAC_COMMANDS'] ?? '';
  if (packaged || folder === '') return { ...ownCommands, system };
  const run = createRunCommand(path.resolve(folder));
  const mac = createDarwinSystem({ run });
  return { platform: 'darwin', run, system: { ...system, machineFacts: () => mac.machineFacts() } };
}

import { openProcFiles } from '../system/linux/proc-files';
import { readAuxv } from '../system/linux/auxv';
import type { RunCommand } from '../system/run-command';
import type { System } from '../system/system';
import { DarwinReader } from './darwin/darwin-reader';
import { nativeStatfs } from './disk-space';
import { createLinuxReader } from './linux/linux-reader';
import type { MachineReader } from './machine-reader';

export interface CurrentReaderParts {
  system: Pick<System, 'latestListing'>;
  run: RunCommand;
  modelCacheDirectory: () => string;
  log: (line: string) => void;
  /** ms on a clock that never jumps; performance.now() when left out. */
  now?: () => number;
  platform?: NodeJS.Platform;
}

/** The reader for the machine that Raybar runs on; see current-system.ts for which there are. */
export function currentReader({
  system,
  run,
  modelCacheDirectory,
  log,
  now = () => performance.now(),
  platform = process.platform,
}: CurrentReaderParts): MachineReader {
  const parts = { run, modelCacheDirectory, statfs: nativeStatfs, now };
  return platform === 'darwin'
    ? new DarwinReader({ ...parts, latestListing: () => system.latestListing(), log })
    : createLinuxReader({ ...parts, proc: openProcFiles(), pageBytes: readAuxv().pageBytes });
}

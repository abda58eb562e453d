import type { Reading } from '../../../shared/telemetry';
import { listingArguments, parsePsListing } from '../../system/darwin/ps-listing';
import type { MeasuredProcessRow } from '../../system/process-row';
import { dfArguments, diskSpaceEveryMs, diskSpaceFromDf } from '../disk-space';
import { unavailable } from '../reading';
import { CommandReading } from './command-reading';
import { ioregArguments, parseAccelerator } from './io-accelerator';
import { netstatArguments, parseNetstat } from './netstat';
import { parseBatt } from './pmset-batt';
import { parseTherm } from './pmset-therm';
import { parseSysctl, sysctlNames } from './sysctl-values';
import { parseVmStat } from './vm-stat';

/** All that a Mac is asked, and how often each is wanted; the order counts among equals. */
export function macCommands(modelCacheDirectory: () => string) {
  return {
    gpu: new CommandReading({
      file: 'ioreg',
      args: () => ioregArguments,
      parse: parseAccelerator,
      pace: { everyMs: 0, always: true },
    }),
    kernel: new CommandReading({
      file: 'sysctl',
      args: () => sysctlNames,
      parse: (stdout): Reading<Map<string, string>> => parseSysctl(stdout),
      pace: { everyMs: 2_000 },
    }),
    virtualMemory: new CommandReading({
      file: 'vm_stat',
      args: () => [],
      parse: parseVmStat,
      pace: { everyMs: 1_000 },
    }),
    processes: new CommandReading({
      file: 'ps',
      args: () => listingArguments,
      parse: listingOf,
      // A task shows within 2 s.
      pace: { everyMs: 1_000, atMostMs: 2_000 },
    }),
    network: new CommandReading({
      file: 'netstat',
      args: () => netstatArguments,
      parse: parseNetstat,
      pace: { everyMs: 2_000 },
    }),
    power: new CommandReading({
      file: 'pmset',
      args: () => ['-g', 'batt'],
      parse: parseBatt,
      pace: { everyMs: 15_000 },
    }),
    heat: new CommandReading({
      file: 'pmset',
      args: () => ['-g', 'therm'],
      parse: parseTherm,
      pace: { everyMs: 15_000 },
    }),
    disk: new CommandReading({
      file: 'df',
      args: () => dfArguments(modelCacheDirectory()),
      parse: (stdout) => diskSpaceFromDf(modelCacheDirectory(), stdout),
      pace: { everyMs: diskSpaceEveryMs },
    }),
  };
}

export const macCommandNames = [
  'gpu',
  'kernel',
  'virtualMemory',
  'processes',
  'network',
  'power',
  'heat',
  'disk',
] as const;

function listingOf(stdout: string): Reading<readonly MeasuredProcessRow[]> {
  const rows = parsePsListing(stdout);
  return rows.length === 0 ? unavailable('ps lists no process') : rows;
}

import { readdirSync, readFileSync } from 'node:fs';
import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { currentReader } from '../../../../src/main/observe/current-reader';
import { DarwinReader } from '../../../../src/main/observe/darwin/darwin-reader';
import type { MachineReader } from '../../../../src/main/observe/machine-reader';
import { createTelemetry } from '../../../../src/main/observe/telemetry';
import type { RunCommand } from '../../../../src/main/system/run-command';
import { openDarwinShim } from '../../../support/darwin-shim';
import { playMac, recordedMac } from '../../../support/recorded-mac';
import { temporaryFolder } from '../../../support/temporary-folder';

const samples = 20_000;
/** By then all code is compiled and all that is kept is kept. */
const warmUpSamples = 4_000;
const patienceMs = 120_000;

v8.setFlagsFromString('--expose-gc');
const collectGarbage: unknown = vm.runInNewContext('gc');

/** What lives after all that could be collected is. */
function livingBytes(): number {
  if (typeof collectGarbage !== 'function') throw new Error('no gc');
  for (let round = 0; round < 4; round += 1) collectGarbage();
  return process.memoryUsage().heapUsed;
}

const openFiles = () => readdirSync('/proc/self/fd').length;
const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();

interface Soak {
  heapGrowth: number;
  filesLeft: number;
  childrenLeft: string;
  timersLeft: number;
}

/** The samples' clock: a second from one to the next. */
let now = 0;

async function soak(reader: MachineReader, worker: { pid: number }, count = samples): Promise<Soak> {
  const telemetry = createTelemetry({ reader });
  const ask = {
    watched: true,
    worker: { root: { pid: worker.pid, pgid: worker.pid }, taskPids: [worker.pid] },
  };
  const take = async (many: number) => {
    for (let index = 0; index < many; index += 1) {
      now += 1_000;
      await telemetry.sample(ask);
    }
  };
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  await take(Math.min(count, warmUpSamples));
  const [files, timersBefore, heap] = [openFiles(), timers(), livingBytes()];
  await take(count);
  return {
    heapGrowth: livingBytes() / heap - 1,
    filesLeft: openFiles() - files,
    childrenLeft: children(),
    timersLeft: timers() - timersBefore,
  };
}

const clean = { filesLeft: 0, childrenLeft: '', timersLeft: 0 };

describe.runIf(process.platform === 'linux')('20,000 samples in a row', () => {
  it(
    'leave nothing behind on this machine',
    async () => {
      const run: RunCommand = async (file) => {
        throw new Error(`${file} was started`);
      };
      const reader = currentReader({
        system: { latestListing: () => null },
        run,
        modelCacheDirectory: () => '/tmp',
        now: () => now,
      });
      const { heapGrowth, ...left } = await soak(reader, { pid: process.pid });
      expect(left).toEqual(clean);
      expect(heapGrowth).toBeLessThan(0.05);
    },
    patienceMs,
  );

  it(
    'leave nothing behind on a Mac, as far as the commands are not concerned',
    async () => {
      const mac = await recordedMac();
      const answers: Readonly<Record<string, string>> = {
        ioreg: mac.ioreg,
        sysctl: mac.sysctl,
        vm_stat: mac.vmStat,
        netstat: mac.netstat,
        ps: mac.ps,
        df: mac.df,
      };
      const run: RunCommand = async (file, args, options) => {
        options?.onEnded?.();
        const pmset = args.includes('batt') ? mac.batt : mac.therm;
        return { stdout: answers[file] ?? pmset, stderr: '' };
      };
      const reader = new DarwinReader({
        run,
        latestListing: () => null,
        modelCacheDirectory: () => '/Users/me',
        statfs: null,
        now: () => now,
      });
      const { heapGrowth, ...left } = await soak(reader, { pid: 4_700 });
      expect(left).toEqual(clean);
      expect(heapGrowth).toBeLessThan(0.05);
    },
    patienceMs,
  );
});

describe('commands that are really started', () => {
  const folder = temporaryFolder();

  it(
    'leave no process and no file open',
    async () => {
      const shim = await openDarwinShim(folder.path);
      await playMac(shim, await recordedMac());
      const reader = new DarwinReader({
        run: shim.run,
        latestListing: () => null,
        modelCacheDirectory: () => '/Users/me',
        statfs: null,
        now: () => now,
      });
      const { heapGrowth: _, ...left } = await soak(reader, { pid: 4_700 }, 50);
      expect(left).toEqual(clean);
      expect((await shim.calls()).length).toBeGreaterThan(200);
    },
    patienceMs,
  );
});

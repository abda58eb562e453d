import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { noCounters } from '../../../../src/main/metrics/counters';
import { metricFamilies } from '../../../../src/main/metrics/metric-families';
import { metricsText } from '../../../../src/main/metrics/metrics-text';
import { currentReader } from '../../../../src/main/observe/current-reader';
import { DarwinReader } from '../../../../src/main/observe/darwin/darwin-reader';
import { ActivityHistory } from '../../../../src/main/observe/history/activity-history';
import { encodeHistory } from '../../../../src/main/observe/history/history-file';
import { historyValues } from '../../../../src/main/observe/history/history-values';
import type { MachineReader } from '../../../../src/main/observe/machine-reader';
import { createTelemetry } from '../../../../src/main/observe/telemetry';
import type { RunCommand } from '../../../../src/main/system/run-command';
import { openDarwinShim } from '../../../support/darwin-shim';
import { playMac, recordedMac } from '../../../support/recorded-mac';
import { exampleNow, exampleSnapshot } from '../../../support/snapshots';
import { temporaryFolder } from '../../../support/temporary-folder';

const samples = 20_000;
/** By then all code is compiled and all that is kept is kept. */
const warmUpSamples = 4_000;
/** 15 s on an idle machine, half of it the kernel's for /proc: what a busy one takes is not the point. */
const patienceMs = 600_000;
/** As often as Prometheus asks in its own examples, were a sample a second. */
const scrapeEverySamples = 15;
/** The history goes to its file every so often. */
const saveEverySamples = 300;
/** Memory that seems to be left is looked at for half a minute. */
const mostLooks = 60;
const lookEveryMs = 500;

v8.setFlagsFromString('--expose-gc');
const collectGarbage: unknown = vm.runInNewContext('gc');

type Memory = Record<'heapUsed' | 'external' | 'own', number>;

/** What the system counts of this process alone, in RAM or not: of programs' and libraries' pages a busy machine drops some and reads them again. */
function ownBytes(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return (kib('RssAnon') + kib('VmSwap')) * 1_024;
}

/** What lives after all that could be collected is: V8's heap, buffers outside it, and all that the system counts. */
async function livingMemory(): Promise<Memory> {
  if (typeof collectGarbage !== 'function') throw new Error('no gc');
  for (let round = 0; round < 4; round += 1) {
    collectGarbage();
    // Buffers are given back by V8's own threads, and finalizers run between two turns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return { heapUsed, external, own: ownBytes() };
}

const openFiles = () => readdirSync('/proc/self/fd').length;
const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();

interface Soak {
  /** 0.05 is 5 % more than after the warm-up. */
  growth: Memory;
  filesLeft: number;
  childrenLeft: string;
  timersLeft: number;
}

/** V8's own threads give back what was collected when they get a core: what is left for good is what counts. */
async function growthSince(before: Memory): Promise<Memory> {
  for (let look = 1; ; look += 1) {
    const after = await livingMemory();
    const growthOf = (kind: keyof Memory) => after[kind] / before[kind] - 1;
    const growth = { heapUsed: growthOf('heapUsed'), external: growthOf('external'), own: growthOf('own') };
    if (look === mostLooks || Object.keys(tooMuch(growth)).length === 0) return growth;
    await delay(lookEveryMs);
  }
}

/** The samples' clock: a second from one to the next. */
let now = 0;
const startedAt = exampleNow;

async function soak(reader: MachineReader, worker: { pid: number }, count = samples): Promise<Soak> {
  const telemetry = createTelemetry({ reader, now: () => startedAt + now });
  const history = new ActivityHistory();
  const snapshot = exampleSnapshot('contributing');
  const ask = {
    watched: true,
    worker: { root: { pid: worker.pid, pgid: worker.pid }, taskPids: [worker.pid] },
  };
  const take = async (many: number) => {
    for (let index = 0; index < many; index += 1) {
      now += 1_000;
      const { telemetry: taken } = await telemetry.sample(ask);
      history.add(startedAt + now, historyValues(taken));
      if (index % scrapeEverySamples === 0) {
        const text = await metricsText(metricFamilies({ ...snapshot, telemetry: taken }, noCounters));
        if (!text.includes('\nraybar_')) throw new Error('no metrics');
      }
      if (index % saveEverySamples === 0) {
        history.mark({ at: startedAt + now, kind: 'lost', text: 'No answer, three times in a row.' });
        encodeHistory(history);
      }
    }
  };
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  await take(Math.min(count, warmUpSamples));
  const [files, timersBefore, before] = [openFiles(), timers(), await livingMemory()];
  await take(count);
  return {
    growth: await growthSince(before),
    filesLeft: openFiles() - files,
    childrenLeft: children(),
    // One that the test runner had has perhaps passed meanwhile.
    timersLeft: Math.max(0, timers() - timersBefore),
  };
}

/** What grew by 5 % or more. */
const tooMuch = (growth: Memory) =>
  Object.fromEntries(Object.entries(growth).filter(([, share]) => share >= 0.05));

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
        log: () => undefined,
      });
      const { growth, ...left } = await soak(reader, { pid: process.pid });
      expect(left).toEqual(clean);
      expect(tooMuch(growth)).toEqual({});
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
        log: () => undefined,
      });
      const { growth, ...left } = await soak(reader, { pid: 4_700 });
      expect(left).toEqual(clean);
      expect(tooMuch(growth)).toEqual({});
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
        log: () => undefined,
      });
      const { growth: _, ...left } = await soak(reader, { pid: 4_700 }, 50);
      expect(left).toEqual(clean);
      expect((await shim.calls()).length).toBeGreaterThan(200);
    },
    patienceMs,
  );
});

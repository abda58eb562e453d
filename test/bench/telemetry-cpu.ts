import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import si from 'systeminformation';
import { currentReader } from '../../src/main/observe/current-reader';
import { createTelemetry } from '../../src/main/observe/telemetry';
import { runCommand } from '../../src/main/system/run-command';
import { ownCpuMicroseconds } from './own-cpu-time';

/** As many as a worker with some tasks has: `ray start`, raylet, agents, log monitor, tasks. */
const workerProcesses = 8;

/**
 * systeminformation answers again what it said less than half a second ago; and a sample that follows another at once finds all it needs in the
 * processor's caches, which is not how samples come.
 */
const apartMs = 600;

/** How often Raybar reads these, in samples a second apart. */
const powerEverySamples = 15;
const diskEverySamples = 60;

/** A process group of its own that does nothing, in the place of a worker. */
export async function startIdleWorker() {
  const script = `for i in $(seq ${workerProcesses - 1}); do sleep 3600 & done; echo there; wait`;
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  return {
    pid,
    async stop(): Promise<void> {
      const ended = once(child, 'exit');
      process.kill(-pid, 'SIGKILL');
      await ended;
    },
  };
}

/** The CPU time of one sample in µs, the mean over `count` of them. */
export type Samples = (count: number) => Promise<number>;

function timed(sample: () => Promise<unknown>): Samples {
  return async (count) => {
    const before = ownCpuMicroseconds();
    for (let index = 0; index < count; index += 1) {
      await delay(apartMs);
      await sample();
    }
    return (ownCpuMicroseconds() - before) / count;
  };
}

export function raybarSamples(workerPid: number): Samples {
  const reader = currentReader({
    system: { latestListing: () => null },
    run: runCommand,
    modelCacheDirectory: () => '/tmp',
    log: () => undefined,
  });
  const telemetry = createTelemetry({ reader });
  const worker = { root: { pid: workerPid, pgid: workerPid }, taskPids: [workerPid] };
  return timed(() => telemetry.sample({ watched: true, worker }));
}

/** systeminformation's calls for the same readings, each as often as Raybar reads it; memory pressure and swap rates it has not. */
export function systeminformationSamples(): Samples {
  let taken = 0;
  return timed(async () => {
    await si.currentLoad();
    await si.mem();
    await si.networkStats('*');
    await si.processes();
    if (taken % powerEverySamples === 0) await si.battery();
    if (taken % diskEverySamples === 0) await si.fsSize();
    taken += 1;
  });
}

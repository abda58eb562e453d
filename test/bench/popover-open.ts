import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { joinLabelVariable } from '../../src/main/ray/join-label';
import { readAuxv } from '../../src/main/system/linux/auxv';
import { openPlayedMac } from '../support/played-mac';
import { startRayHead } from '../support/ray-head';
import { waitFor } from '../support/wait-for';
import type { BenchOptions } from './measure';
import { processCost } from './process-cost';
import { prepareState, startRaybar } from './raybar-arm';

/** Its first paint and Chromium's own beginnings are over. */
const settleMs = 5_000;
const measureMs = 60_000;

export interface PopoverOpen {
  /** Of one core: the whole app with its helpers, but not Ray's own processes. */
  readonly cpuPercent: number;
  /** Of it, the commands that the samples started. */
  readonly commandsPercent: number;
  readonly pssBytes: number;
  /** Samples that it showed meanwhile. */
  readonly samples: number;
}

export interface PopoverOpenOptions extends Pick<BenchOptions, 'electron' | 'signal'> {
  /** `linux`: this machine, without the MPS card. `played-mac`: the macOS code and the MPS card, on a recorded Mac's answers. */
  readonly machine: 'linux' | 'played-mac';
}

/**
 * What the app costs while it contributes and its popover stands open for a minute, drawn anew with each sample. Windows are drawn without a GPU here,
 * as on every machine without a display: a Mac draws them with less. A played Mac's commands are shell scripts that print what was recorded: what they
 * cost, and what Linux takes to fork them, is no Mac's.
 */
export async function measurePopoverOpen({
  electron,
  signal,
  machine,
}: PopoverOpenOptions): Promise<PopoverOpen> {
  if (process.platform !== 'linux') throw new Error('What an open popover costs is read from /proc.');
  const head = await startRayHead();
  const state = await prepareState(head.address);
  const folder = await mkdtemp('/tmp/rbb-mac-');
  try {
    const mac = machine === 'played-mac' ? await openPlayedMac(folder) : null;
    const environment = mac === null ? {} : { RAYBAR_TEST_MAC_COMMANDS: mac.commands };
    const app = await startRaybar(electron, state.directory, environment);
    try {
      const contributing = app.reaches('contributing');
      await app.client.invoke('on', undefined);
      const { worker } = await contributing;
      const label = 'label' in worker ? worker.label : '';
      const samples = async () =>
        (await app.client.invoke('status', undefined)).telemetry.sampler.sampleCount;
      const before = await samples();
      await app.client.invoke('openPopover', undefined);
      await waitFor('the popover to be sampled for', async () => (await samples()) >= before + 3);
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      const first = await samples();
      const commandsBefore = endedChildrenSeconds(app.pid);
      const { cpuPercent, pssBytes } = await processCost(app.pid, measureMs, `${joinLabelVariable}=${label}`);
      const shown = (await samples()) - first;
      // Sampled once a second only while somebody looks: else it was closed, and what was measured is something else.
      if (shown < measureMs / 1_000 / 1.5) throw new Error(`The popover was not open: ${shown} samples.`);
      const commandsPercent = ((endedChildrenSeconds(app.pid) - commandsBefore) / (measureMs / 1_000)) * 100;
      return { cpuPercent, commandsPercent, pssBytes, samples: shown };
    } finally {
      await app.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    await state.remove();
    await head.stop();
  }
}

/** The CPU of a process's children that have ended: fields 16 and 17 of /proc/PID/stat (proc(5)); what follows the name begins with field 3. */
function endedChildrenSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(13, 15)
    .map(Number);
  return (user + system) / readAuxv().ticksPerSecond;
}

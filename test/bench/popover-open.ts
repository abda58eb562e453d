import { joinLabelVariable } from '../../src/main/ray/join-label';
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
  readonly pssBytes: number;
  /** Samples that it showed meanwhile. */
  readonly samples: number;
}

/**
 * What the app costs while it contributes and its popover stands open for a minute, drawn anew with each sample; on Linux, without the
 * MPS card. Windows are drawn without a GPU here, as on every machine without a display: a Mac draws them with less.
 */
export async function measurePopoverOpen({
  electron,
  signal,
}: Pick<BenchOptions, 'electron' | 'signal'>): Promise<PopoverOpen> {
  if (process.platform !== 'linux') throw new Error('What an open popover costs is read from /proc.');
  const head = await startRayHead();
  const state = await prepareState(head.address);
  try {
    const app = await startRaybar(electron, state.directory);
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
      const { cpuPercent, pssBytes } = await processCost(app.pid, measureMs, `${joinLabelVariable}=${label}`);
      const shown = (await samples()) - first;
      // Sampled once a second only while somebody looks: else it was closed, and what was measured is something else.
      if (shown < measureMs / 1_000 / 1.5) throw new Error(`The popover was not open: ${shown} samples.`);
      return { cpuPercent, pssBytes, samples: shown };
    } finally {
      await app.stop();
    }
  } finally {
    await state.remove();
    await head.stop();
  }
}

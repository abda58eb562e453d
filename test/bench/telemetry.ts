import { historyBytes } from './history-bytes';
import { type BenchOptions, type BenchResult, figures, inTurn, median, rounded } from './measure';
import { measurePopoverOpen } from './popover-open';
import { raybarSamples, startIdleWorker, systeminformationSamples } from './telemetry-cpu';

const defaultRounds = 4;
/** Enough for the 10 ms in which the kernel counts the children's time. */
const count = 25;

/** CPU time of one sample of all readings, against systeminformation's calls for the same ones. */
export async function bench({ rounds, signal, say, electron }: BenchOptions): Promise<BenchResult> {
  if (process.platform !== 'linux')
    throw new Error('The telemetry bench reads CPU time from /proc: it runs on Linux only.');
  const worker = await startIdleWorker();
  try {
    const ours = raybarSamples(worker.pid);
    const theirs = systeminformationSamples();
    // What is loaded and compiled at the first call is no sample's cost.
    await ours(2);
    await theirs(2);
    const arms = { raybar: () => ours(count), reference: () => theirs(count) };
    const values = await inTurn(rounds ?? defaultRounds, arms, {
      signal,
      report: (round, raybar, reference) =>
        say(`  round ${round}: Raybar ${raybar.toFixed(0)} µs, systeminformation ${reference.toFixed(0)} µs`),
    });
    const popover = await measurePopoverOpen({ electron, signal, machine: 'linux' });
    say(`  popover open: ${popover.cpuPercent.toFixed(2)} % of a core`);
    const mac = await measurePopoverOpen({ electron, signal, machine: 'played-mac' });
    say(
      `  popover open on a played Mac: ${mac.cpuPercent.toFixed(2)} % of a core, ${mac.commandsPercent.toFixed(2)} of it the stand-ins of its commands`,
    );
    const history = historyBytes();
    say(`  24 h of history: ${history.memoryBytes} bytes, ${history.fileBytes} as a file`);
    return {
      bench: 'telemetry',
      unit: 'us of CPU time per sample',
      // `popoverOpen`: % of a core, of the whole app while it contributes and its popover stands open for a minute; on Linux, so without the MPS card.
      // `popoverOpenPlayedMac`: the same with the MPS card, and what of it the stand-ins of a Mac's commands took, which is no Mac's cost.
      // `history`: what 24 h of it take in memory and as a file.
      raybar: {
        ...figures(values.raybar),
        popoverOpen: rounded(popover.cpuPercent, 2),
        popoverOpenPlayedMac: {
          cpuPercent: rounded(mac.cpuPercent, 2),
          commandsPercent: rounded(mac.commandsPercent, 2),
        },
        history: { ...history },
      },
      reference: { what: 'systeminformation’s calls', ...figures(values.reference) },
      ratio: rounded(median(values.raybar) / median(values.reference), 4),
    };
  } finally {
    await worker.stop();
  }
}

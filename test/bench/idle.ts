import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { joinLabelVariable } from '../../src/main/ray/join-label';
import { startRayHead } from '../support/ray-head';
import { startElectron } from './electron-app';
import { type BenchOptions, type BenchResult, figures, inTurn, median, rounded } from './measure';
import { type ProcessCost, processCost } from './process-cost';
import { prepareState, startRaybar } from './raybar-arm';

const defaultRounds = 3;
/** After it Chromium has dropped what it only needs to start. */
const settleMs = 15_000;
const measureMs = 30_000;

/**
 * The whole app while it contributes and nobody looks: no window, no task. Against a bare Electron tray. Ray's own processes are not counted.
 */
export async function bench({ rounds, signal, say, electron }: BenchOptions): Promise<BenchResult> {
  if (process.platform !== 'linux')
    throw new Error('The idle bench reads PSS from /proc: it runs on Linux only.');
  const head = await startRayHead();
  const state = await prepareState(head.address);
  const bareData = await mkdtemp('/tmp/rbb-');
  try {
    const arms = {
      async raybar() {
        const app = await startRaybar(electron, state.directory);
        try {
          const contributing = app.reaches('contributing');
          await app.client.invoke('on', undefined);
          const { worker } = await contributing;
          const label = 'label' in worker ? worker.label : '';
          // A client that watches is sent every change; the app is to be alone.
          app.client.close();
          await delay(settleMs);
          return await processCost(app.pid, measureMs, `${joinLabelVariable}=${label}`);
        } finally {
          await app.stop();
        }
      },
      async reference() {
        const args = [`--user-data-dir=${bareData}`];
        const app = await startElectron({ electron, app: path.resolve('test/bench/bare-tray'), args });
        try {
          await delay(settleMs);
          return await processCost(app.pid, measureMs, null);
        } finally {
          await app.stop();
        }
      },
    };
    const values = await inTurn(rounds ?? defaultRounds, arms, {
      signal,
      report: (round, ours, theirs) =>
        say(`  round ${round}: Raybar ${inWords(ours)}, bare tray ${inWords(theirs)}`),
    });
    const raybar = armOf(values.raybar);
    const reference = armOf(values.reference);
    if (raybar.mostSharers + reference.mostSharers > 0) {
      say(
        '  Other Electron apps ran meanwhile: they share pages, so PSS is too small and the ratio is not to be trusted.',
      );
    }
    return {
      bench: 'idle',
      unit: 'bytes',
      raybar,
      reference: { what: 'bare Electron tray', ...reference },
      ratio: rounded(raybar.median / reference.median, 3),
    };
  } finally {
    await state.remove();
    await rm(bareData, { recursive: true, force: true });
    await head.stop();
  }
}

function armOf(costs: readonly ProcessCost[]) {
  const pss = figures(costs.map(({ pssBytes }) => pssBytes));
  return {
    ...pss,
    pssBytes: pss.median,
    cpuPercent: rounded(median(costs.map(({ cpuPercent }) => cpuPercent)), 2),
    mostSharers: Math.max(...costs.map(({ sharers }) => sharers)),
  };
}

const inWords = ({ pssBytes, cpuPercent, sharers }: ProcessCost): string =>
  `${(pssBytes / 2 ** 20).toFixed(1)} MiB, ${cpuPercent.toFixed(2)} % of a core, ${sharers} sharers`;

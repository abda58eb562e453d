import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { startElectron } from './electron-app';
import { type BenchOptions, type BenchResult, compare, inTurn } from './measure';
import { prepareState, startRaybar } from './raybar-arm';

const defaultRounds = 10;

/** Start → the icon is in the tray, of an app that was started before, against a bare Electron tray. */
export async function bench({ rounds, signal, say, electron }: BenchOptions): Promise<BenchResult> {
  // It doesn't contribute, so nobody is asked at this address.
  const state = await prepareState('127.0.0.1:1');
  const bareData = await mkdtemp('/tmp/rbb-');
  try {
    const arms = {
      async raybar() {
        const app = await startRaybar(electron, state.directory);
        await app.stop();
        return app.trayAfterMs;
      },
      async reference() {
        const app = await startElectron({
          electron,
          app: path.resolve('test/bench/bare-tray'),
          args: [`--user-data-dir=${bareData}`],
        });
        await app.stop();
        return app.trayAfterMs;
      },
    };
    // The very first start of each makes its folders and fills the page cache.
    await arms.raybar();
    await arms.reference();
    const values = await inTurn(rounds ?? defaultRounds, arms, {
      signal,
      report: (round, ours, theirs) =>
        say(`  round ${round}: Raybar ${ours.toFixed(0)} ms, bare tray ${theirs.toFixed(0)} ms`),
    });
    return compare('start', 'ms', values.raybar, { what: 'bare Electron tray', values: values.reference });
  } finally {
    await state.remove();
    await rm(bareData, { recursive: true, force: true });
  }
}

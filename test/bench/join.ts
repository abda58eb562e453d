import { createGcsClient } from '../../src/main/ray/gcs/client';
import { startRayHead } from '../support/ray-head';
import { type BenchOptions, type BenchResult, compare, inTurn } from './measure';
import { startPlainWorker } from './plain-worker';
import { prepareState, startRaybar } from './raybar-arm';

const defaultRounds = 7;

/**
 * off → contributing, which is said once the head reports the node ALIVE and the raylet lives, against plain `ray start` → ALIVE. Raybar's
 * time has in it what `ray start` does not do: asking the head for its versions, its auth mode, and the route to it.
 */
export async function bench({ rounds, signal, say, electron }: BenchOptions): Promise<BenchResult> {
  const head = await startRayHead();
  const gcs = createGcsClient({ address: head.address, token: async () => null });
  const state = await prepareState(head.address);
  const raybar = await startRaybar(electron, state.directory);
  try {
    const arms = {
      async raybar() {
        const contributing = raybar.reaches('contributing');
        const clickedAt = performance.now();
        await Promise.all([raybar.client.invoke('on', undefined), contributing]);
        const ms = performance.now() - clickedAt;
        const off = raybar.reaches('off');
        await raybar.client.invoke('leaveNow', undefined);
        await off;
        return ms;
      },
      async reference() {
        const worker = await startPlainWorker(head.address, gcs);
        await worker.stop();
        return worker.aliveAfterMs;
      },
    };
    // The first join of each warms the page cache, and does not count.
    await arms.raybar();
    await arms.reference();
    const values = await inTurn(rounds ?? defaultRounds, arms, {
      signal,
      report: (round, ours, theirs) =>
        say(`  round ${round}: Raybar ${ours.toFixed(0)} ms, ray start ${theirs.toFixed(0)} ms`),
    });
    return compare('join', 'ms', values.raybar, { what: 'ray start', values: values.reference });
  } finally {
    await raybar.stop();
    await state.remove();
    gcs.close();
    await head.stop();
  }
}

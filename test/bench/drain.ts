import { createGcsClient } from '../../src/main/ray/gcs/client';
import { startRayHead } from '../support/ray-head';
import { type BenchOptions, type BenchResult, compare, inTurn } from './measure';
import { startPlacementProbe } from './placement-probe';
import { drainByCommand, startPlainWorker } from './plain-worker';
import { prepareState, startRaybar } from './raybar-arm';

const defaultRounds = 7;

/** Click → the head places no new work here, against `ray drain-node`, while a task runs. */
export async function bench({ rounds, signal, say, electron }: BenchOptions): Promise<BenchResult> {
  const head = await startRayHead();
  const gcs = createGcsClient({ address: head.address, token: async () => null });
  const state = await prepareState(head.address);
  const raybar = await startRaybar(electron, state.directory);
  const probe = await startPlacementProbe(head.address);
  try {
    const arms = {
      async raybar() {
        const contributing = raybar.reaches('contributing');
        await raybar.client.invoke('on', undefined);
        await contributing;
        await probe.begin();
        const off = raybar.reaches('off');
        const clickedAt = Date.now();
        await raybar.client.invoke('off', undefined);
        const ms = (await probe.refused()) - clickedAt;
        probe.release();
        await off;
        return ms;
      },
      async reference() {
        const worker = await startPlainWorker(head.address, gcs);
        try {
          await probe.begin();
          const typedAt = Date.now();
          await drainByCommand(head.address, worker.node.nodeId);
          return (await probe.refused()) - typedAt;
        } finally {
          probe.release();
          await worker.stop();
        }
      },
    };
    const values = await inTurn(rounds ?? defaultRounds, arms, {
      signal,
      report: (round, ours, theirs) =>
        say(`  round ${round}: Raybar ${ours} ms, ray drain-node ${theirs} ms`),
    });
    return compare('drain', 'ms', values.raybar, { what: 'ray drain-node', values: values.reference });
  } finally {
    await probe.stop();
    await raybar.stop();
    await state.remove();
    gcs.close();
    await head.stop();
  }
}

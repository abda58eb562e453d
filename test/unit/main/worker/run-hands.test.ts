import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { asRaybarError } from '../../../../src/main/as-raybar-error';
import { createGcsClient } from '../../../../src/main/ray/gcs/client';
import type { GcsClient } from '../../../../src/main/ray/gcs/contract';
import { currentSystem } from '../../../../src/main/system/current-system';
import type { WorkerEvent } from '../../../../src/main/worker/machine/events';
import { RunHands } from '../../../../src/main/worker/run-hands';
import { WorkerRun } from '../../../../src/main/worker/worker-run';
import { RaybarFailure, type ErrorCode } from '../../../../src/shared/errors';

const nodeId = 'ab'.repeat(28);
const away = (code: ErrorCode) => () =>
  Promise.reject(
    new RaybarFailure({ code, tried: 'Told the head', found: `It is ${code}.`, fixes: [], retryable: true }),
  );
const answers = (accepted: boolean) => () =>
  Promise.resolve({ accepted, rejection: accepted ? null : 'it is idle' });

/** Hands on a run whose head answers a drain as the test says. */
function handsOn() {
  const label = randomUUID();
  const head: { drainNode: GcsClient['drainNode'] } = { drainNode: answers(true) };
  const gcs = createGcsClient({ address: '127.0.0.1:1', token: () => Promise.resolve(null) });
  const run = new WorkerRun({
    system: currentSystem(),
    gcs: { ...gcs, drainNode: (...asked) => head.drainNode(...asked) },
    headGone: () => Promise.resolve(null),
    ambient: {},
    record: {
      version: 1,
      label,
      startedAt: 1,
      python: '/nowhere/python',
      headAddress: gcs.address,
      rayVersion: '2.53.0',
      tokenFile: null,
      dashboardUrl: null,
      embedded: false,
      logFile: '/nowhere/log',
      root: null,
      raylet: null,
      nodeId,
      joinedAt: 1,
      drain: null,
    },
    keep: () => Promise.resolve(),
    onExit: () => undefined,
    log: () => undefined,
  });
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const events: WorkerEvent[] = [];
  const hands = new RunHands({
    run: () => run,
    send: (event) => events.push(event),
    lookSoon: () => undefined,
    now: () => 1,
    log,
    errorOf: (thrown, tried) => asRaybarError(thrown, tried, { code: 'worker-start-failed', log }),
  });
  const drain = async (drainNode: GcsClient['drainNode']): Promise<WorkerEvent | undefined> => {
    head.drainNode = drainNode;
    await hands.perform({ type: 'drain', label, nodeId, why: 'owner' });
    return events.at(-1);
  };
  return { drain, lines };
}

it('logs once that a drain does not reach the head, however often and in whatever way it is tried in vain', async () => {
  const { drain, lines } = handsOn();
  expect(await drain(away('head-refused'))).toMatchObject({ error: { code: 'head-refused' } });
  expect(await drain(away('head-silent'))).toMatchObject({
    type: 'drainFailed',
    error: { code: 'head-silent' },
  });
  await drain(away('head-unreachable'));
  await drain(away('head-refused'));
  expect(lines).toEqual(['Told the head: It is head-refused. (head-refused)']);
  expect(await drain(answers(true))).toMatchObject({ type: 'drainAccepted' });
  expect(lines.slice(1)).toEqual(['the head refuses new work here from now on (owner)']);
});

it('logs a head that answers and refuses as something else, once too', async () => {
  const { drain, lines } = handsOn();
  await drain(away('head-refused'));
  await drain(answers(false));
  await drain(answers(false));
  expect(lines.map((line) => /\((.*)\)$/.exec(line)?.[1])).toEqual(['head-refused', 'drain-refused']);
});

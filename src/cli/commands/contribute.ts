import { RaybarFailure } from '../../shared/errors';
import type { Snapshot } from '../../shared/snapshot';
import { headline } from '../../shared/view/headline';
import type { CliCommand, CliContext } from '../cli-context';
import { parseDuration } from '../durations';
import { type ExitCode, exitCodes } from '../exit-codes';
import { report } from '../report';
import { waitFor } from '../wait-for';

const waitOptions = { wait: { type: 'boolean' }, timeout: { type: 'string' } } as const;

/** A first start may prepare a Python environment, which takes minutes. */
const joinTimeoutMs = 5 * 60_000;
/** What a drain's end takes beside its deadline. */
const leaveTimeoutMs = 60_000;

export const onCommand: CliCommand = {
  name: 'on',
  usage: '[--wait [--timeout 5m]]',
  summary: 'contribute; --wait until the cluster has this machine',
  options: waitOptions,
  async run(context) {
    await context.client.invoke('on', undefined);
    return context.flag('wait')
      ? waitUntilContributing(context)
      : report(context, 'Contributing is switched on.');
  },
};

export const tryNowCommand: CliCommand = {
  name: 'try-now',
  usage: '[--wait [--timeout 5m]]',
  summary: 'join now instead of after the pause between attempts, or again after giving up',
  options: waitOptions,
  async run(context) {
    await context.client.invoke('tryNow', undefined);
    return context.flag('wait') ? waitUntilContributing(context) : report(context, 'Trying now.');
  },
};

const leave = (name: 'off' | 'drain', summary: string): CliCommand => ({
  name,
  usage: '[--deadline 10m] [--wait [--timeout 15m]]',
  summary,
  options: { deadline: { type: 'string' }, ...waitOptions },
  async run(context) {
    const deadline = context.option('deadline');
    const deadlineMs = deadline === undefined ? undefined : parseDuration(deadline, '--deadline');
    await context.client.invoke('off', deadlineMs === undefined ? undefined : { deadlineMs });
    if (!context.flag('wait'))
      return report(context, 'Contributing is switched off; running tasks may finish.');
    return waitUntilOff(context, (deadlineMs ?? (await settingsDeadlineMs(context))) + leaveTimeoutMs);
  },
});

export const offCommand = leave('off', 'let running tasks finish within the deadline, leave, and stay out');
export const drainCommand = leave('drain', 'the same as off');

export const leaveNowCommand: CliCommand = {
  name: 'leave-now',
  usage: '[--wait [--timeout 1m]]',
  summary: 'leave within 15 s; what still runs then is run again elsewhere',
  options: waitOptions,
  async run(context) {
    await context.client.invoke('leaveNow', undefined);
    return context.flag('wait')
      ? waitUntilOff(context, leaveTimeoutMs)
      : report(context, 'Leaving within 15 s.');
  },
};

const settingsDeadlineMs = async ({ client }: CliContext): Promise<number> =>
  (await client.invoke('settingsGet', undefined)).drain.deadlineMs;

async function waitUntilContributing(context: CliContext): Promise<ExitCode> {
  const snapshot = await waitFor(context.client, isContributing, {
    timeoutMs: timeoutOf(context, joinTimeoutMs),
    late: lateWords(context, 'Not contributing yet'),
  });
  return reportState(context, snapshot);
}

/** @throws RaybarFailure the worker's error when it gave up */
export function isContributing({ worker }: Snapshot): boolean {
  if (worker.kind === 'failed') throw new RaybarFailure(worker.error);
  return worker.kind === 'contributing';
}

async function waitUntilOff(context: CliContext, timeoutMs: number): Promise<ExitCode> {
  const snapshot = await waitFor(context.client, ({ worker }) => worker.kind === 'off', {
    timeoutMs: timeoutOf(context, timeoutMs),
    late: lateWords(context, 'Not off yet'),
  });
  return reportState(context, snapshot);
}

function timeoutOf(context: CliContext, otherwiseMs: number): number {
  const timeout = context.option('timeout');
  return timeout === undefined ? otherwiseMs : parseDuration(timeout, '--timeout');
}

const lateWords = (context: CliContext, what: string) => (last: Snapshot | null) => {
  if (last === null) return what;
  const { title, subtitle } = headline(last, context.now(), context.place);
  const error = 'error' in last.worker ? `; ${last.worker.error.found}` : '';
  return `${what}: ${title} (${subtitle})${error}`;
};

function reportState(context: CliContext, snapshot: Snapshot): ExitCode {
  const { title, subtitle } = headline(snapshot, context.now(), context.place);
  if (context.json) context.stdout(`${JSON.stringify(snapshot)}\n`);
  else context.stdout(`${title}: ${subtitle}\n`);
  return exitCodes.ok;
}

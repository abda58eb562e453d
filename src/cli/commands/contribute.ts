import { RaybarFailure } from '../../shared/errors';
import { longestDrainDeadlineMs } from '../../shared/drain-deadlines';
import type { Snapshot } from '../../shared/snapshot';
import { headline } from '../../shared/view/headline';
import { workerError } from '../../shared/worker-state';
import type { CliCommand, CliContext, CommandLine } from '../cli-context';
import { UsageError } from '../cli-errors';
import { parseDuration } from '../durations';
import { type ExitCode, exitCodes } from '../exit-codes';
import { report } from '../report';
import { waitFor } from '../wait-for';

const waitOptions = { wait: { type: 'boolean' }, timeout: { type: 'string' } } as const;

/** A first start may prepare a Python environment, which takes minutes. */
const joinTimeoutMs = 5 * 60_000;
/** What a drain's end takes beside its deadline. */
const leaveTimeoutMs = 60_000;
/** A timer takes 2³¹ - 1 ms, which is not quite 25 days. */
const longestTimeoutDays = 24;

export const onCommand: CliCommand = {
  name: 'on',
  usage: '[--wait [--timeout 5m]]',
  summary: 'contribute; --wait until the cluster has this machine',
  options: waitOptions,
  read(line) {
    const { wait, timeoutMs = joinTimeoutMs } = waitOf(line);
    return async (context) => {
      await context.client.invoke('on', undefined);
      return wait
        ? waitUntilContributing(context, timeoutMs)
        : report(context, 'Contributing is switched on.');
    };
  },
};

export const tryNowCommand: CliCommand = {
  name: 'try-now',
  usage: '[--wait [--timeout 5m]]',
  summary: 'join now instead of after the pause between attempts, or again after giving up',
  options: waitOptions,
  read(line) {
    const { wait, timeoutMs = joinTimeoutMs } = waitOf(line);
    return async (context) => {
      await context.client.invoke('tryNow', undefined);
      return wait ? waitUntilContributing(context, timeoutMs) : report(context, 'Trying now.');
    };
  },
};

const leave = (name: 'off' | 'drain', summary: string): CliCommand => ({
  name,
  usage: '[--deadline 10m] [--wait [--timeout 15m]]',
  summary,
  options: { deadline: { type: 'string' }, ...waitOptions },
  read(line) {
    const deadlineMs = deadlineOf(line);
    const { wait, timeoutMs } = waitOf(line);
    return async (context) => {
      await context.client.invoke('off', deadlineMs === undefined ? undefined : { deadlineMs });
      if (!wait) return report(context, 'Contributing is switched off; running tasks may finish.');
      const mostMs = timeoutMs ?? (deadlineMs ?? (await settingsDeadlineMs(context))) + leaveTimeoutMs;
      return waitUntilOff(context, mostMs);
    };
  },
});

export const offCommand = leave('off', 'let running tasks finish within the deadline, leave, and stay out');
export const drainCommand = leave('drain', 'the same as off');

export const leaveNowCommand: CliCommand = {
  name: 'leave-now',
  usage: '[--wait [--timeout 1m]]',
  summary: 'leave within 15 s; what still runs then is run again elsewhere',
  options: waitOptions,
  read(line) {
    const { wait, timeoutMs = leaveTimeoutMs } = waitOf(line);
    return async (context) => {
      await context.client.invoke('leaveNow', undefined);
      return wait ? waitUntilOff(context, timeoutMs) : report(context, 'Leaving within 15 s.');
    };
  },
};

/** Pure: undefined leaves it to the settings. @throws UsageError */
function deadlineOf({ option }: CommandLine): number | undefined {
  const deadline = option('deadline');
  if (deadline === undefined) return undefined;
  const deadlineMs = parseDuration(deadline, '--deadline');
  if (deadlineMs > longestDrainDeadlineMs)
    throw new UsageError(`--deadline: "${deadline}" is more than 24 h, the longest there is`);
  return deadlineMs;
}

/** Pure: whether to wait, and how long; undefined is the command's own limit. @throws UsageError, also where nothing waits */
function waitOf({ flag, option }: CommandLine): { wait: boolean; timeoutMs: number | undefined } {
  const timeout = option('timeout');
  const timeoutMs = timeout === undefined ? undefined : parseDuration(timeout, '--timeout');
  if (timeoutMs !== undefined && timeoutMs > longestTimeoutDays * 86_400_000)
    throw new UsageError(
      `--timeout: "${timeout}" is more than ${longestTimeoutDays} days, the longest there is`,
    );
  return { wait: flag('wait'), timeoutMs };
}

const settingsDeadlineMs = async ({ client }: CliContext): Promise<number> =>
  (await client.invoke('settingsGet', undefined)).drain.deadlineMs;

async function waitUntilContributing(context: CliContext, timeoutMs: number): Promise<ExitCode> {
  const snapshot = await waitFor(context.client, isContributing, {
    timeoutMs,
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
    timeoutMs,
    late: lateWords(context, 'Not off yet'),
  });
  return reportState(context, snapshot);
}

const lateWords = (context: CliContext, what: string) => (last: Snapshot | null) => {
  if (last === null) return what;
  const { title, subtitle } = headline(last, context.now(), context.place);
  const error = workerError(last.worker);
  return `${what}: ${title} (${subtitle})${error === null ? '' : `; ${error.found}`}`;
};

function reportState(context: CliContext, snapshot: Snapshot): ExitCode {
  const { title, subtitle } = headline(snapshot, context.now(), context.place);
  if (context.json) context.stdout(`${JSON.stringify(snapshot)}\n`);
  else context.stdout(`${title}: ${subtitle}\n`);
  return exitCodes.ok;
}

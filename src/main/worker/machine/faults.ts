import type { ErrorCode, RaybarError } from '../../../shared/errors';
import type { PreparingStep } from '../../../shared/worker-state';
import { waitAfter } from './backoff';
import type { Fault } from './machine';

/**
 * The raylet's process ended though nobody asked it to. `headAnswered` tells a crash from a raylet that went with its head: that
 * waits for the head and no longer.
 */
export function rayletExited(headAnswered: boolean, lastLines: string[]): Fault {
  return {
    error: {
      code: 'raylet-exited',
      tried: 'Watched the raylet, the process that runs tasks for the cluster',
      found: headAnswered
        ? 'It ended by itself while the head was there.'
        : 'It ended after the head had gone: a raylet gives up after about a minute.',
      fixes: [
        'Raybar joins again by itself.',
        'Look at raylet.out and raylet.err in the logs for the cause.',
      ],
      retryable: true,
    },
    lastLines,
    crash: headAnswered,
    wait: headAnswered ? 'longer-each-time' : 'for-the-head',
  };
}

/** GcsHealthCheckManager's words for a node that the head called in vain, five times in a row. */
const uncalled = /health check failed/i;

/** What the head said of a dead node, where it says that it could not reach it. */
export const unreachableDeath = (death: string | undefined): death is string =>
  death !== undefined && uncalled.test(death);

/**
 * The head gave the node up because its own calls to it failed, though every probe from here was answered: the way is open in one
 * direction only. Seen 17 s after the join with an address that nobody has.
 */
export function nodeUnreachable(death: string, lastLines: string[]): Fault {
  return {
    error: {
      code: 'node-unreachable',
      tried: 'Contributed, and asked the head why it gave this node up',
      found: `The head answers this machine, but could not reach the raylet here (“${death}”), so the raylet ended.`,
      fixes: [
        'The head must reach this machine: no NAT between the two, and a firewall that lets Ray’s Python and raylet be called.',
        'If this machine has several addresses, set the one that the head reaches as own IP address in Settings (worker.nodeIpAddress).',
        'Raybar joins again by itself.',
      ],
      retryable: true,
    },
    lastLines,
    crash: true,
    wait: 'longer-each-time',
  };
}

/** The head answers, but counts this node as dead or doesn't know it (it was restarted, or the link was cut for long). */
export function nodeDenied(): Fault {
  return {
    error: {
      code: 'node-dead',
      tried: 'Asked the head whether this node is alive',
      found: 'The head answers, but it has given this node up or was started anew.',
      fixes: ['Raybar ends the old worker and joins again at once.'],
      retryable: true,
    },
    lastLines: [],
    crash: false,
    wait: 'none',
  };
}

/** A head that Raybar runs itself is no more. It is started anew at once, with a worker for it. */
export const headEnded = (error: RaybarError): Fault => ({
  error,
  lastLines: [],
  crash: false,
  wait: 'none',
});

/** `ray start` ended by itself, or could not be started. */
export function startEnded(error: RaybarError, lastLines: string[], headAnswered: boolean): Fault {
  const wait = headAnswered ? waitAfter(error.code) : 'for-the-head';
  return { error, lastLines, crash: wait !== 'for-the-head' && !ofTheDisk.has(error.code), wait };
}

/** Nothing was started at all: that is no crash of a worker. */
const ofTheDisk: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['disk-full', 'settings-not-written']);

/** The head went while the worker joined. Even where it is back soon: `ray start` waits in vain for half a minute, or for ever. */
export const headWentMeanwhile = (error: RaybarError, lastLines: string[]): Fault => ({
  error,
  lastLines,
  crash: false,
  wait: 'for-the-head',
});

/** The head went, or went silent, while the worker drains. */
export const drainsWithoutHead = (error: RaybarError): RaybarError => ({
  ...error,
  fixes: ['The drain goes on: tasks run to their end, or to the deadline.', ...error.fixes],
});

export function joinTimedOut(afterMs: number, lastLines: string[], headAnswered: boolean): Fault {
  return {
    error: {
      code: 'join-timeout',
      tried: `Started the worker and waited ${Math.round(afterMs / 1000)} s for the head to call it alive`,
      found: 'The head did not list this worker.',
      fixes: [
        'Check that the head can reach this machine: Ray needs connections in both directions.',
        'Set the own address in Settings if this machine has several.',
      ],
      retryable: true,
    },
    lastLines,
    crash: false,
    wait: headAnswered ? 'longer-each-time' : 'for-the-head',
  };
}

const stepNames: Record<PreparingStep, string> = {
  environment: 'Looked at the Python environment',
  installing: 'Installed Ray into the Python environment',
  'embedded-head': 'Started a Ray head on this machine',
  head: 'Asked the head whether it is there',
  versions: 'Compared the versions with the head’s',
};

export function prepareTimedOut(step: PreparingStep, afterMs: number): RaybarError {
  return {
    code: step === 'head' || step === 'versions' ? 'head-silent' : 'worker-start-failed',
    tried: stepNames[step],
    found: `Not done within ${Math.round(afterMs / 1000)} s.`,
    fixes: [
      'Raybar tries again by itself.',
      'Use "Test connection" in Settings to see which step does not answer.',
    ],
    retryable: true,
  };
}

/** The fuse: trying on would only start and end processes on the owner's machine. */
export function crashLoop(crashes: number, windowMs: number, last: RaybarError): RaybarError {
  return {
    code: 'crash-loop',
    tried: `Started the worker ${crashes} times within ${Math.round(windowMs / 60_000)} min`,
    found: `It ended each time. The last time: ${last.found}`,
    fixes: ['Open the logs for the cause.', ...last.fixes, 'Then choose “Try now”.'],
    retryable: false,
  };
}

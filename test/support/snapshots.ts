import type { Snapshot } from '../../src/shared/snapshot';
import type { WorkerState, WorkerStateKind } from '../../src/shared/worker-state';
import { exampleTelemetry } from './example-telemetry';

export const exampleNodeId = '5a195bfdc6f5fdd674104b74089ea4cfd6315f8c436f125565c8b98e';
const label = '7a0f3a52-8a3b-4d2a-9a51-2f3d5f8a9b10';
/** 2026-11-20 17:02:00 UTC. */
export const exampleNow = 1_795_194_120_000;

const minute = 60_000;

/** One of each worker state, for the tests of views. */
export const exampleWorkerStates: { [K in WorkerStateKind]: Extract<WorkerState, { kind: K }> } = {
  off: { kind: 'off' },
  preparing: {
    kind: 'preparing',
    attempt: 1,
    step: 'head',
    since: exampleNow - 900,
    deadlineAt: exampleNow + 9_000,
  },
  joining: {
    kind: 'joining',
    attempt: 1,
    step: 'registering',
    label,
    since: exampleNow - 2_000,
    deadlineAt: exampleNow + 28_000,
    adopted: false,
  },
  contributing: {
    kind: 'contributing',
    level: 'full',
    label,
    nodeId: exampleNodeId,
    since: exampleNow - 470 * minute,
    adopted: false,
  },
  lost: {
    kind: 'lost',
    label,
    nodeId: exampleNodeId,
    since: exampleNow - 42_000,
    cause: 'head-silent',
    error: {
      code: 'head-silent',
      tried: 'Asked the head at 10.77.0.1:6379 whether this node is alive',
      found: 'No answer, three times in a row.',
      fixes: [
        'Raybar rejoins by itself when the head is back.',
        'Check that the head runs and that this machine reaches it.',
      ],
      retryable: true,
    },
  },
  draining: {
    kind: 'draining',
    why: 'owner',
    label,
    nodeId: exampleNodeId,
    since: exampleNow - 3 * minute,
    acceptedAt: exampleNow - 3 * minute + 60,
    deadlineAt: exampleNow + 7 * minute,
  },
  leaving: {
    kind: 'leaving',
    why: 'owner',
    step: 'terminating',
    since: exampleNow - 300,
    deadlineAt: exampleNow + 4_700,
  },
  backoff: {
    kind: 'backoff',
    attempt: 2,
    since: exampleNow - 1_000,
    retryAt: exampleNow + 3_000,
    error: {
      code: 'head-unreachable',
      tried: 'Connected to the head at 10.77.0.1:6379',
      found: 'Nothing listens on that port.',
      fixes: [
        'Check the port: a Ray head listens on 6379 unless it was told otherwise.',
        'Check that the head runs.',
      ],
      retryable: true,
    },
  },
  failed: {
    kind: 'failed',
    since: exampleNow - 5_000,
    error: {
      code: 'ray-version-mismatch',
      tried: 'Compared the Ray versions of this machine and of the head',
      found: 'The head runs Ray 2.53.0, the Python environment here has 2.52.0.',
      fixes: ['Install ray[default]==2.53.0 in the Python environment, or choose another one in Settings.'],
      retryable: false,
    },
    lastLines: [],
  },
  asleep: { kind: 'asleep', since: exampleNow - 60 * minute },
  waking: { kind: 'waking', since: exampleNow - 500, deadlineAt: exampleNow + 4_500 },
};

/** A whole snapshot around one worker state; any part can be given another value. */
export function exampleSnapshot(
  kind: WorkerStateKind = 'contributing',
  parts: Partial<Snapshot> = {},
): Snapshot {
  const runs = kind === 'contributing' || kind === 'draining' || kind === 'lost';
  return {
    seq: 1,
    app: {
      version: '0.1.0',
      electron: '45.4.1',
      platform: 'darwin',
      stateDirectory: '/Users/me/Library/Application Support/Raybar',
      logDirectory: '/Users/me/Library/Logs/Raybar',
    },
    machine: {
      hostname: 'waterdeep',
      chip: 'Apple M4 Pro',
      cpuCount: 14,
      memoryBytes: 48 * 2 ** 30,
      appleSilicon: true,
    },
    wish: { contribute: kind !== 'off', pausedUntil: null },
    decision: {
      wanted: kind === 'off' || kind === 'draining' || kind === 'leaving' || kind === 'asleep' ? 'out' : 'in',
      why: kind === 'off' ? 'you switched it off' : 'you switched it on',
      next: null,
      changesAt: null,
    },
    worker: exampleWorkerStates[kind],
    cluster: {
      kind: 'address',
      name: 'lab',
      headAddress: '10.77.0.1:6379',
      dashboardUrl: 'http://10.77.0.1:8265',
      rayVersion: '2.53.0',
      missing: [],
    },
    tasks: runs
      ? [
          {
            id: '39088be3736e590affffffffffffffffffffffff02000000',
            kind: 'task',
            name: 'train_step',
            pid: 4711,
            busy: true,
            startedAt: exampleNow - 12 * minute,
            resources: { gpu_apple_mps: 1, CPU: 1 },
            use: { cpuPercent: 96, memoryBytes: 9.1 * 2 ** 30 },
          },
          {
            id: 'b8a1a2b3c4d5e6f701000000',
            kind: 'actor',
            name: 'LLMDeployment',
            pid: 4712,
            busy: false,
            startedAt: exampleNow - 180 * minute,
            resources: { GPU: 0.95 },
            use: { cpuPercent: 3, memoryBytes: 14.2 * 2 ** 30 },
          },
        ]
      : [],
    telemetry: exampleTelemetry(runs),
    trayTitle: 'none',
    keepingAwake: runs,
    problems: [],
    ...parts,
  };
}

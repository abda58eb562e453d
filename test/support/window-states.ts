import { failure, success, type RaybarError } from '../../src/shared/errors';
import { historySeries } from '../../src/shared/history';
import type { Snapshot, TaskRow } from '../../src/shared/snapshot';
import { noTelemetry } from '../../src/shared/telemetry';
import { exampleHistory } from './example-history';
import { exampleDoctor, examplePatient } from './example-doctor';
import type { WindowContents } from './render-window';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from './snapshots';

const states = exampleWorkerStates;
const minute = 60_000;
const base = exampleSnapshot();
const none: Snapshot['cluster'] = {
  kind: 'none',
  name: '',
  headAddress: null,
  dashboardUrl: null,
  rayVersion: null,
  missing: [],
};

const task = (index: number): TaskRow => ({
  id: `task-${index}`,
  kind: 'task',
  name: index % 3 === 0 ? `preprocess_shard_${index}` : 'train_step',
  pid: 5000 + index,
  busy: index % 4 !== 3,
  startedAt: exampleNow - index * 7 * minute,
  resources: { CPU: 1 + (index % 3) },
  use: { cpuPercent: 12 * index, memoryBytes: (index + 1) * 2 ** 29 },
});

const longError: RaybarError = {
  code: 'worker-start-failed',
  tried:
    'Started Ray’s worker with /Users/me/Library/Application Support/Raybar/python/bin/ray start --address=waterdeep-head.very-long-subdomain.example.internal:6379',
  found:
    'It ended with exit code 1: ValueError: The resource specification "{gpu_apple_mps: 1, this_is_an_extraordinarily_long_resource_name_without_any_space_in_it: 4}" is not valid JSON and so could not be read by the raylet.',
  fixes: [
    'Correct “Custom resources” in the settings: each needs a name and a number.',
    'Set it back to “Automatic”.',
    'Look into the log for what came before.',
  ],
  retryable: false,
};

/** The popover's states by name: every worker state, and what strains the layout. */
export const popoverStates: Readonly<Record<string, Snapshot>> = {
  off: exampleSnapshot('off'),
  preparing: exampleSnapshot('preparing'),
  joining: exampleSnapshot('joining'),
  contributing: exampleSnapshot('contributing'),
  idle: exampleSnapshot('contributing', { tasks: [], keepingAwake: false }),
  lost: exampleSnapshot('lost'),
  draining: exampleSnapshot('draining', { worker: { ...states.draining, tasksAtStart: 2 } }),
  'draining-sleep': exampleSnapshot('draining', {
    worker: { ...states.draining, why: 'sleep', since: exampleNow - 7000, deadlineAt: exampleNow + 8000 },
    decision: {
      wanted: 'out',
      why: 'this Mac is going to sleep',
      next: 'joins again after wake',
      changesAt: null,
    },
  }),
  leaving: exampleSnapshot('leaving'),
  backoff: exampleSnapshot('backoff'),
  failed: exampleSnapshot('failed'),
  asleep: exampleSnapshot('asleep'),
  waking: exampleSnapshot('waking'),
  paused: exampleSnapshot('off', {
    wish: { contribute: true, pausedUntil: exampleNow + 30 * minute },
    decision: {
      wanted: 'out',
      why: 'you paused it',
      next: 'joins again at 17:32',
      changesAt: exampleNow + 30 * minute,
    },
  }),
  welcome: exampleSnapshot('off', { cluster: none, keepingAwake: false }),
  'welcome-linux': exampleSnapshot('off', { cluster: none, app: { ...base.app, platform: 'linux' } }),
  embedded: exampleSnapshot('contributing', {
    cluster: { ...base.cluster, kind: 'embedded', name: 'this machine' },
  }),
  'no-dashboard': exampleSnapshot('contributing', {
    cluster: {
      ...base.cluster,
      dashboardUrl: null,
      missing: ['The dashboard does not answer: task names and times come from this machine’s processes.'],
    },
    tasks: [{ ...task(1), id: 'pid:4711', name: '', resources: null, startedAt: null }],
  }),
  unavailable: exampleSnapshot('contributing', {
    telemetry: noTelemetry,
  }),
  linux: exampleSnapshot('contributing', {
    app: { ...base.app, platform: 'linux' },
    machine: { ...base.machine, chip: 'AMD Ryzen 9 7950X', appleSilicon: false },
    telemetry: {
      ...base.telemetry,
      gpu: { unavailable: 'Raybar reads Apple’s GPU alone, and this computer runs Linux' },
      cpu: {
        percent: 41,
        efficiencyPercent: { unavailable: 'its cores are of one kind' },
        performancePercent: { unavailable: 'its cores are of one kind' },
      },
    },
  }),
  'pressure-critical': exampleSnapshot('contributing', {
    telemetry: {
      ...base.telemetry,
      pressure: 'critical',
      swap: {
        usedBytes: 11.4 * 2 ** 30,
        totalBytes: 12 * 2 ** 30,
        inBytesPerSecond: 2_000_000,
        outBytesPerSecond: 84_000_000,
      },
      thermal: { throttled: true, speedLimitPercent: 70 },
    },
  }),
  problem: exampleSnapshot('off', {
    problems: [
      {
        code: 'settings-corrupt',
        tried: 'Read the settings',
        found: 'settings.json is not JSON. It was kept aside as settings.json.corrupt.',
        fixes: ['Raybar goes on with its defaults, and joins nothing until you choose a cluster.'],
        retryable: false,
      },
    ],
  }),
  'twelve-tasks': exampleSnapshot('contributing', {
    tasks: Array.from({ length: 12 }, (_, index) => task(index)),
  }),
  'long-names': exampleSnapshot('contributing', {
    cluster: { ...base.cluster, name: 'waterdeep-head.very-long-subdomain.example.internal' },
    tasks: [
      {
        ...task(1),
        name: 'a_function_whose_author_wanted_its_name_to_tell_the_whole_story_of_what_it_does',
        resources: { gpu_apple_mps: 0.0001, an_extraordinarily_long_custom_resource: 123_456_789, CPU: 14 },
        startedAt: exampleNow - 40 * 24 * 60 * minute,
      },
      { ...task(2), resources: { an_extraordinarily_long_custom_resource: 123_456_789 } },
    ],
  }),
  'huge-numbers': exampleSnapshot('contributing', {
    machine: { ...base.machine, memoryBytes: 1.5 * 2 ** 40 },
    telemetry: {
      ...base.telemetry,
      cpu: { percent: 100, efficiencyPercent: 100, performancePercent: 100 },
      memory: {
        totalBytes: 1.5 * 2 ** 40,
        usedBytes: 1.49 * 2 ** 40,
        appBytes: 1.4 * 2 ** 40,
        wiredBytes: 0.08 * 2 ** 40,
        compressedBytes: 0.01 * 2 ** 40,
        cachedBytes: 0.005 * 2 ** 40,
        freeBytes: 0.005 * 2 ** 40,
        pageBytes: 16_384,
      },
    },
    tasks: [{ ...task(1), resources: { memory: 900 * 2 ** 30 }, startedAt: 0 }],
  }),
  'long-error': exampleSnapshot('failed', {
    worker: {
      ...states.failed,
      error: longError,
      lastLines: Array.from(
        { length: 30 },
        (_, index) => `[2026-11-20 17:01:${index}] raylet: line ${index} of the report`,
      ),
    },
  }),
};

/** What strains the Activity window. */
export const activityStates: Readonly<Record<string, Pick<WindowContents, 'snapshot' | 'answers'>>> = {
  'ten minutes': {},
  'nothing measured yet': {
    answers: { history: ({ span }) => success(exampleHistory({ span, filled: 0, gap: [0, 0] })) },
  },
  'no GPU, for most of the time not running': {
    snapshot: popoverStates['linux'] ?? base,
    answers: {
      history: ({ span }) =>
        success(
          exampleHistory({
            span,
            gap: [0.9, 0.2],
            unavailable: ['gpuPercent', 'gpuInUseBytes', 'pressureLevel'],
          }),
        ),
    },
  },
  'nothing told': {
    snapshot: exampleSnapshot('off', { telemetry: noTelemetry }),
    answers: { history: ({ span }) => success(exampleHistory({ span, unavailable: historySeries })) },
  },
};

/** What the doctor's window may have to show. */
export const doctorStates: Readonly<Record<string, NonNullable<WindowContents['answers']>>> = {
  'all well': { doctor: () => success(exampleDoctor()) },
  'three checks wrong': { doctor: () => success(examplePatient()) },
  'no answer': {
    doctor: () =>
      failure({
        ...longError,
        found: 'Raybar does not answer: its main process is gone.',
        tried: 'Asked for a report',
      }),
  },
};

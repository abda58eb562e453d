import type { Snapshot } from '../../shared/snapshot';
import { isAvailable, type Reading } from '../../shared/telemetry';
import { workerStateKinds } from '../../shared/worker-state';
import type { Counters } from './counters';
import { machineMetrics } from './machine-metrics';
import { byLabel, counter, gauge, info, ofPart, stateSet, type MetricFamily } from './metric-family';

/**
 * Pure: everything that Prometheus is told, in the order it is told. Every label has a short, fixed list of values: names of tasks are not among
 * them, because a cluster makes new ones without end, and each would be a series for ever.
 */
export function metricFamilies(
  snapshot: Pick<Snapshot, 'app' | 'decision' | 'worker' | 'tasks' | 'telemetry'>,
  counters: Counters,
): MetricFamily[] {
  const { app, telemetry } = snapshot;
  const families = [
    info('raybar_build_info', "Raybar's version and what it runs on.", {
      version: app.version,
      electron: app.electron,
      platform: app.platform,
    }),
    ...machineMetrics(telemetry),
    ...workerMetrics(snapshot),
    ...counterMetrics(counters),
    ...samplerMetrics(telemetry),
  ];
  return families.filter(({ samples }) => samples.length > 0);
}

function workerMetrics({
  decision,
  worker: state,
  tasks,
  telemetry: { worker },
}: Pick<Snapshot, 'decision' | 'worker' | 'tasks' | 'telemetry'>): MetricFamily[] {
  const cpuPercent = ofPart(worker, (told) => told.cpuPercent);
  const cores: Reading<number> = isAvailable(cpuPercent) ? cpuPercent / 100 : cpuPercent;
  return [
    stateSet(
      'raybar_worker_state',
      "The worker's state: 1 for the one that is.",
      'state',
      workerStateKinds,
      state.kind,
    ),
    gauge(
      'raybar_worker_wanted',
      '1 while this machine is to be in the cluster.',
      decision.wanted === 'in' ? 1 : 0,
    ),
    gauge(
      'raybar_tasks_running',
      'Ray tasks and actor methods that run here.',
      tasks.filter(({ busy }) => busy).length,
    ),
    gauge(
      'raybar_actors',
      'Ray actors that live here, busy or not.',
      tasks.filter(({ kind }) => kind === 'actor').length,
    ),
    gauge('raybar_worker_cpu_cores', "CPU that the worker's processes use; 1 is one core.", cores),
    gauge(
      'raybar_worker_memory_bytes',
      "Memory of the worker's processes.",
      ofPart(worker, (told) => told.memoryBytes),
    ),
    gauge(
      'raybar_worker_processes',
      'Processes of the worker.',
      ofPart(worker, (told) => told.processCount),
    ),
  ];
}

function counterMetrics(counters: Counters): MetricFamily[] {
  return [
    counter('raybar_joins_total', 'How often the node came up in the cluster.', counters.joins),
    counter(
      'raybar_disconnects_total',
      'How often the node lost the cluster, or its worker ended, unasked.',
      counters.disconnects,
    ),
    counter(
      'raybar_disconnected_seconds_total',
      'How long the disconnects lasted together.',
      counters.disconnectedSeconds,
    ),
    byLabel('counter', 'raybar_drains_total', 'Drains by their reason.', 'reason', counters.drains),
    counter('raybar_tasks_seen_total', 'Tasks and actors that were seen here.', counters.tasksSeen),
    counter(
      'raybar_retries_avoided_total',
      'Tasks that were busy when a drain began and cost the cluster no retry.',
      counters.retriesAvoided,
    ),
    counter(
      'raybar_forced_ends_total',
      'Workers that did not end when asked and were killed.',
      counters.forcedEnds,
    ),
  ];
}

function samplerMetrics({ at, sampler }: Snapshot['telemetry']): MetricFamily[] {
  // Nothing was sampled yet: nothing is told of how long it took.
  if (at === null) return [];
  return [
    gauge(
      'raybar_sample_timestamp_seconds',
      'When the readings were taken, in seconds since the epoch.',
      at / 1000,
    ),
    gauge('raybar_sampler_duration_seconds', 'How long the last sample took.', sampler.durationMs / 1000),
    gauge(
      'raybar_sampler_commands',
      'Commands of the system that the last sample started.',
      sampler.commandCount,
    ),
    counter('raybar_sampler_samples_total', 'Samples since Raybar was started.', sampler.sampleCount),
    counter(
      'raybar_sampler_hung_commands_total',
      'Commands that did not come back and were ended, since Raybar was started.',
      sampler.hungCommandCount,
    ),
  ];
}

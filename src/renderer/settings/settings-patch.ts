import type { CommandInput } from '../../shared/ipc';
import type { Settings } from '../../shared/settings';

export type SettingsPatch = CommandInput<'settingsSet'>;

/** What differs, as main takes it: whole values by their paths. Empty when nothing does. */
export function settingsPatch(before: Settings, after: Settings): SettingsPatch {
  const patch: SettingsPatch = [];
  const compare = (path: string, was: unknown, is: unknown) => {
    if (!isSame(was, is)) patch.push([path, is]);
  };
  compare('cluster', before.cluster, after.cluster);
  for (const name of workerFields) compare(`worker.${name}`, before.worker[name], after.worker[name]);
  compare('drain.deadlineMs', before.drain.deadlineMs, after.drain.deadlineMs);
  compare(
    'power.keepAwakeWhileTasksRun',
    before.power.keepAwakeWhileTasksRun,
    after.power.keepAwakeWhileTasksRun,
  );
  compare('tray.title', before.tray.title, after.tray.title);
  compare(
    'telemetry.modelCacheDirectory',
    before.telemetry.modelCacheDirectory,
    after.telemetry.modelCacheDirectory,
  );
  for (const name of metricsFields) compare(`metrics.${name}`, before.metrics[name], after.metrics[name]);
  for (const name of pushFields)
    compare(`metrics.push.${name}`, before.metrics.push[name], after.metrics.push[name]);
  compare('quit', before.quit, after.quit);
  return patch;
}

/** True where the change reaches a worker that runs: Ray fixes a node's resources when it joins. */
export function needsRejoin(patch: SettingsPatch): boolean {
  return patch.some(([path]) => path === 'cluster' || path.startsWith('worker.'));
}

const workerFields = [
  'nodeIpAddress',
  'cpus',
  'gpus',
  'resources',
  'labels',
  'objectStoreBytes',
  'pythonEnvironment',
  'environment',
] as const satisfies readonly (keyof Settings['worker'])[];

const metricsFields = ['enabled', 'host', 'port'] as const satisfies readonly (keyof Settings['metrics'])[];

const pushFields = [
  'url',
  'intervalMs',
  'job',
  'instance',
] as const satisfies readonly (keyof Settings['metrics']['push'])[];

/** The order of a map's entries tells nothing. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
}

import { expect, it } from 'vitest';
import { needsRejoin, settingsPatch } from '../../../../src/renderer/settings/settings-patch';
import { settingsPatchSchema } from '../../../../src/shared/ipc';
import { defaultSettings, type Settings } from '../../../../src/shared/settings';

const before: Settings = {
  ...defaultSettings,
  worker: { ...defaultSettings.worker, labels: { a: '1', b: '2' } },
};

it('holds what differs, by the paths that main takes', () => {
  const after: Settings = {
    ...before,
    cluster: { kind: 'embedded' },
    worker: { ...before.worker, cpus: 4, labels: { a: '1' } },
    power: { keepAwakeWhileTasksRun: false },
  };
  const patch = settingsPatch(before, after);
  expect(patch).toEqual([
    ['cluster', { kind: 'embedded' }],
    ['worker.cpus', 4],
    ['worker.labels', { a: '1' }],
    ['power.keepAwakeWhileTasksRun', false],
  ]);
  expect(settingsPatchSchema.safeParse(patch).success).toBe(true);
});

it('is empty where nothing differs but the order of a map', () => {
  expect(
    settingsPatch(before, { ...before, worker: { ...before.worker, labels: { b: '2', a: '1' } } }),
  ).toEqual([]);
});

it('has every field of the settings', () => {
  const after: Settings = {
    version: 2,
    cluster: { kind: 'embedded' },
    worker: {
      nodeIpAddress: '10.0.0.7',
      cpus: 1,
      gpus: 1,
      resources: {},
      labels: {},
      objectStoreBytes: 2 ** 30,
      pythonEnvironment: '/venv',
      environment: { A: 'b' },
    },
    drain: { deadlineMs: 20_000 },
    power: { keepAwakeWhileTasksRun: false },
    tray: { title: 'gpu' },
    telemetry: { modelCacheDirectory: '/models' },
    metrics: {
      enabled: true,
      host: '0.0.0.0',
      port: 9_900,
      push: { url: 'http://push:9091', intervalMs: 5_000, job: 'macs', instance: 'desk' },
    },
    quit: 'drain',
  };
  const { worker, metrics } = after;
  const fields =
    Object.keys(worker).length +
    Object.keys(metrics).length -
    1 +
    Object.keys(metrics.push).length +
    // The rest have one field each; the version, worker and metrics are not among them.
    (Object.keys(after).length - 3);
  expect(settingsPatch(before, after)).toHaveLength(fields);
});

it('reaches the worker by the cluster and its own fields alone', () => {
  expect(needsRejoin([['worker.cpus', 4]])).toBe(true);
  expect(needsRejoin([['cluster', { kind: 'embedded' }]])).toBe(true);
  expect(
    needsRejoin([
      ['quit', 'keep'],
      ['drain.deadlineMs', 20_000],
    ]),
  ).toBe(false);
});

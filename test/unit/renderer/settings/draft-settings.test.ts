import { describe, expect, it } from 'vitest';
import { draftOf, type Draft } from '../../../../src/renderer/settings/draft';
import { settingsOf } from '../../../../src/renderer/settings/draft-settings';
import { defaultSettings, type Settings } from '../../../../src/shared/settings';

const own: Settings = {
  ...defaultSettings,
  cluster: {
    kind: 'address',
    headAddress: '10.0.0.5:6379',
    dashboardAddress: 'http://10.0.0.5:8265',
    tokenFile: '~/.ray/auth_token',
  },
  worker: {
    nodeIpAddress: '10.0.0.7',
    cpus: 8,
    gpus: 2,
    resources: { gpu_apple_mps: 1, shelf: 25 },
    labels: { zone: 'desk' },
    objectStoreBytes: 4 * 2 ** 30,
    pythonEnvironment: '~/venvs/ray',
    environment: { HF_HOME: ' /Volumes/models ' },
  },
  drain: { deadlineMs: 90_000 },
  quit: 'keep',
};

describe('settings that go through the form untouched', () => {
  it.each([
    ['defaults', defaultSettings],
    ['own values', own],
    [
      'an object store that is no round number of GB',
      { ...defaultSettings, worker: { ...defaultSettings.worker, objectStoreBytes: 100_000_000 } },
    ],
    ['the embedded cluster', { ...defaultSettings, cluster: { kind: 'embedded' as const } }],
  ])('%s stay as they are', (_name, settings) => {
    expect(settingsOf(draftOf(settings))).toEqual({ type: 'success', settings });
  });
});

describe('what is typed', () => {
  const draft = draftOf(own);
  const problemsOf = (change: Partial<Draft>) => {
    const result = settingsOf({ ...draft, ...change });
    return result.type === 'invalid' ? result.problems : {};
  };

  it.each<[string, Partial<Draft>, string, string]>([
    ['no address', { headAddress: '' }, 'cluster.headAddress', 'write it as host:port, e.g. 10.0.0.5:6379'],
    [
      'a URL',
      { headAddress: 'http://lab' },
      'cluster.headAddress',
      'write it as host:port, e.g. 10.0.0.5:6379',
    ],
    [
      'a relative path',
      { tokenFile: 'token' },
      'cluster.tokenFile',
      'write an absolute path, or one that begins with ~/',
    ],
    [
      'a word for CPUs',
      { cpus: { auto: false, own: 'many' } },
      'worker.cpus',
      'write a whole number from 0 to 1024',
    ],
    [
      'half a CPU',
      { cpus: { auto: false, own: '1.5' } },
      'worker.cpus',
      'write a whole number from 0 to 1024',
    ],
    ['nothing for GPUs', { gpus: { auto: false, own: ' ' } }, 'worker.gpus', 'write a number from 0 to 64'],
    [
      'a name for an IP',
      { nodeIpAddress: { auto: false, own: 'lab' } },
      'worker.nodeIpAddress',
      'write an IP address, e.g. 10.0.0.7',
    ],
    [
      'too small a store',
      { objectStoreGb: { auto: false, own: '0.01' } },
      'worker.objectStoreBytes',
      'write a number of GB, at least 0.074',
    ],
    [
      'too short a drain',
      { drainMinutes: '0.1' },
      'drain.deadlineMs',
      'write a number of minutes from 0.25 to 1440',
    ],
    [
      'an own CPU resource',
      { resources: { auto: false, rows: [{ id: 0, name: 'CPU', value: '1' }] } },
      'worker.resources.CPU',
      'CPU, GPU, memory and object_store_memory have settings of their own',
    ],
    [
      'a word for an amount',
      { resources: { auto: false, rows: [{ id: 0, name: 'shelf', value: 'big' }] } },
      'worker.resources.shelf',
      'write a whole number, 0 or more',
    ],
    [
      'a bad label',
      { labels: [{ id: 0, name: 'my zone', value: 'a' }] },
      'worker.labels.my zone',
      'a label key is letters, digits, . _ and -, at most 63, after one prefix and / if you like',
    ],
    [
      'an entry without a name',
      { environment: [{ id: 0, name: '', value: 'x' }] },
      'worker.environment.',
      'give it a name',
    ],
  ])('%s is refused at its field', (_what, change, field, message) => {
    expect(problemsOf(change)).toEqual({ [field]: message });
  });

  it('a name that is there twice is refused, instead of the last one winning', () => {
    const labels = [
      { id: 0, name: 'zone', value: 'a' },
      { id: 1, name: ' zone', value: 'b' },
    ];
    expect(problemsOf({ labels })).toEqual({ 'worker.labels.zone': 'this name is there twice' });
  });

  it('a row that was added and left empty is no entry', () => {
    const result = settingsOf({ ...draft, labels: [{ id: 0, name: '', value: '' }] });
    expect(result.type === 'success' && result.settings.worker.labels).toEqual({});
  });

  it('a comma is taken for the point', () => {
    const result = settingsOf({ ...draft, gpus: { auto: false, own: '2,0' } });
    expect(result.type === 'success' && result.settings.worker.gpus).toBe(2);
  });

  it('what was typed does not count while “automatic” is chosen', () => {
    const result = settingsOf({ ...draft, cpus: { auto: true, own: 'many' } });
    expect(result.type === 'success' && result.settings.worker.cpus).toBe('auto');
  });
});

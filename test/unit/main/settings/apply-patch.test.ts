import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySettingsPatch, type SettingsPatch } from '../../../../src/main/settings/apply-patch';
import { settingsPaths } from '../../../../src/shared/settings-fields';
import { defaultSettings, type Settings, settingsSchema } from '../../../../src/shared/settings';

const atAddress: Settings = {
  ...defaultSettings,
  cluster: { kind: 'address', headAddress: '10.0.0.5:6379', dashboardAddress: null, tokenFile: '/etc/token' },
};

function applied(settings: Settings, ...patch: SettingsPatch): Settings {
  const result = applySettingsPatch(settings, patch);
  if (result.type === 'success') return result.settings;
  throw new Error(JSON.stringify(result.problems));
}

function refused(settings: Settings, ...patch: SettingsPatch): Record<string, string> {
  const result = applySettingsPatch(settings, patch);
  if (result.type === 'success') throw new Error('it was applied');
  return Object.fromEntries(result.problems.map(({ field, message }) => [field, message]));
}

describe("a value as the terminal gives it is read by its field's type", () => {
  it.each([
    ['worker.cpus', '4', { cpus: 4 }],
    ['worker.cpus', 'auto', { cpus: 'auto' }],
    ['worker.gpus', '2', { gpus: 2 }],
    ['worker.resources', '{"gpu_apple_mps": 1}', { resources: { gpu_apple_mps: 1 } }],
    ['worker.environment', '{"A":"b"}', { environment: { A: 'b' } }],
    ['worker.environment.OMP_NUM_THREADS', '4', { environment: { OMP_NUM_THREADS: '4' } }],
    ['worker.resources.ssd', '2', { resources: { ssd: 2 } }],
    ['worker.labels.example.org/zone', 'here', { labels: { 'example.org/zone': 'here' } }],
    ['worker.nodeIpAddress', 'fe80::1', { nodeIpAddress: 'fe80::1' }],
  ])('%s %s', (path, value, worker) => {
    expect(applied(defaultSettings, [path, value]).worker).toMatchObject(worker);
  });

  it('null and true', () => {
    expect(applied(atAddress, ['cluster.tokenFile', 'null']).cluster).toMatchObject({ tokenFile: null });
    expect(applied(defaultSettings, ['power.keepAwakeWhileTasksRun', 'false']).power).toEqual({
      keepAwakeWhileTasksRun: false,
    });
  });
});

it('null takes an entry out of a map', () => {
  const two = applied(defaultSettings, ['worker.environment', { A: '1', B: '2' }]);
  expect(applied(two, ['worker.environment.A', null]).worker.environment).toEqual({ B: '2' });
});

describe('a bad value is refused with its field and what would do', () => {
  it.each([
    ['worker.cpus', '-1', 'must be at least 0'],
    ['worker.cpus', 'many', 'expected "auto" or a number'],
    ['worker.resources', '{"CPU":1}', 'CPU, GPU, memory and object_store_memory have settings of their own'],
    ['worker.resources', '{"a":"x"}', 'a: expected a number'],
    ['worker.gpus', '0.5', 'expected "auto" or a whole number'],
    ['worker.resources.shelf', '0.25', 'a node has whole ones'],
    ['worker.resources', '{"node:10.0.0.5":1}', 'names that begin with node: are Ray’s own'],
    ['worker.resources', '{"node:__internal_head__":1}', 'names that begin with node: are Ray’s own'],
    ['worker.resources', '{"a,b":1}', 'a resource’s name has no comma'],
    ['worker.environment.A-B', '4', 'a variable is letters, digits and _'],
    [
      'worker.environment.RAY_AUTH_TOKEN',
      'secret',
      'RAY_AUTH_TOKEN can’t be set here: the token comes from the file',
    ],
    ['worker.environment.RAY_AUTH_TOKEN_PATH', '/token', 'the token’s file is set by cluster.tokenFile'],
    ['worker.environment.RAY_AUTH_MODE', 'disabled', 'is said by cluster.tokenFile'],
    ['worker.environment.RAY_ADDRESS', 'head:6379', 'the head’s address is set by cluster.headAddress'],
    ['worker.environment.RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER', '0', 'Raybar sets it where Ray needs it'],
    ['worker.environment.RAYBAR_JOIN_LABEL', 'x', 'names that begin with RAYBAR_ are Raybar’s own'],
    ['worker.labels.io.raybar/join', 'x', 'labels that begin with io.raybar/ are Raybar’s own'],
    ['worker.labels.a/b/c', 'x', 'after one prefix and /'],
    ['drain.deadlineMs', '1', 'must be at least 15000'],
    ['quit', 'perhaps', 'expected "ask" or "drain" or "keep"'],
    ['cluster.headAddress', 'http://head:6379', 'write it as host:port'],
    ['cluster.headAddress', 'head:66000', 'a port is between 1 and 65535'],
    ['cluster.kind', 'cloud', 'expected "none" or "embedded" or "address"'],
  ])('%s %s', (path, value, message) => {
    expect(refused(atAddress, [path, value])[path]).toContain(message);
  });

  it('a variable that Raybar sets itself, by its name within the map, and none of the others is set', () => {
    const problems = refused(atAddress, [
      'worker.environment',
      { RAY_ADDRESS: 'head:1', HF_HOME: '/models' },
    ]);
    expect(Object.keys(problems)).toEqual(['worker.environment.RAY_ADDRESS']);
  });

  it('a share of a resource, by the resource’s name within the map', () => {
    const problems = refused(atAddress, ['worker.resources', { TPU: 0.5, shelf: 2 }]);
    expect(Object.keys(problems)).toEqual(['worker.resources.TPU']);
  });

  it('and an unknown one with the nearest that is known', () => {
    expect(refused(defaultSettings, ['worker.cpu', 4])['worker.cpu']).toContain('did you mean worker.cpus?');
    expect(refused(defaultSettings, ['tokenFile', 4])['tokenFile']).toContain(
      'did you mean cluster.tokenFile?',
    );
    expect(refused(defaultSettings, ['xyzzyplugh', 4])['xyzzyplugh']).toBe(
      'there is no setting of this name',
    );
  });

  it.each([
    'version',
    '',
    'worker.',
    'worker.cpus.x',
    'cluster.headAddress.x',
    '__proto__',
    'constructor.name',
  ])('and nobody sets %j', (path) => {
    expect(refused(atAddress, [path, 1])[path]).toContain('there is no setting of this name');
  });
});

describe('the cluster', () => {
  it('becomes one at an address when an address is given', () => {
    expect(applied(defaultSettings, ['cluster.headAddress', 'head:6379']).cluster).toEqual({
      kind: 'address',
      headAddress: 'head:6379',
      dashboardAddress: null,
      tokenFile: null,
    });
  });

  it('keeps its other fields when the address changes', () => {
    expect(applied(atAddress, ['cluster.headAddress', 'head:6379']).cluster).toMatchObject({
      headAddress: 'head:6379',
      tokenFile: '/etc/token',
    });
  });

  it('takes its fields in any order', () => {
    const patch: SettingsPatch = [
      ['cluster.tokenFile', '~/token'],
      ['cluster.headAddress', 'head:6379'],
      ['cluster.kind', 'address'],
    ];
    const [token, address, kind] = patch;
    const other: SettingsPatch = [kind, token, address].flatMap((entry) => (entry ? [entry] : []));
    expect(applied(defaultSettings, ...patch)).toEqual(applied(defaultSettings, ...other));
  });

  it('drops the address when another kind is chosen', () => {
    expect(applied(atAddress, ['cluster.kind', 'embedded']).cluster).toEqual({ kind: 'embedded' });
  });

  it('asks for the address that is missing', () => {
    expect(refused(defaultSettings, ['cluster.kind', 'address'])).toHaveProperty(['cluster.headAddress']);
    expect(refused(defaultSettings, ['cluster.tokenFile', '/etc/token'])['cluster.tokenFile']).toContain(
      'set cluster.headAddress with it',
    );
  });

  it('does not take an address and another kind in one breath', () => {
    const patch: SettingsPatch = [
      ['cluster.kind', 'embedded'],
      ['cluster.headAddress', 'head:6379'],
    ];
    expect(refused(defaultSettings, ...patch)).toHaveProperty(['cluster.headAddress']);
  });
});

describe('a patch', () => {
  const path = fc.oneof(
    fc.constantFrom(...settingsPaths, 'worker', 'cluster', 'worker.labels.a', 'worker.environment.A'),
    fc.string(),
  );
  const value = fc.oneof(
    fc.constantFrom(
      'auto',
      'null',
      '4',
      'head:6379',
      '/etc/token',
      'embedded',
      'address',
      '{"a":1}',
      4,
      null,
      true,
    ),
    fc.jsonValue(),
    fc.string(),
  );
  const patch = fc.array(fc.tuple(path, value), { minLength: 1, maxLength: 5 });

  it('is applied whole and valid, or not at all with the reasons, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(defaultSettings, atAddress), patch, (settings, entries) => {
        const before = JSON.stringify(settings);
        const result = applySettingsPatch(settings, entries);
        expect(JSON.stringify(settings)).toBe(before);
        if (result.type === 'success') expect(settingsSchema.parse(result.settings)).toEqual(result.settings);
        else expect(result.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('with one entry that is refused alone is refused as a whole', () => {
    fc.assert(
      fc.property(patch, (entries) => {
        const result = applySettingsPatch(defaultSettings, [...entries, ['worker.cpus', 'many']]);
        expect(result.type).toBe('error');
      }),
    );
  });

  it('applied twice changes nothing more', () => {
    fc.assert(
      fc.property(patch, (entries) => {
        const once = applySettingsPatch(defaultSettings, entries);
        expect(once.type === 'success' ? applySettingsPatch(once.settings, entries) : once).toEqual(once);
      }),
    );
  });
});

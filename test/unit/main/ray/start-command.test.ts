import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workerStartCommand, type WorkerStart } from '../../../../src/main/ray/start-command';
import { defaultSettings, settingsSchema } from '../../../../src/shared/settings';

const mac = { platform: 'darwin', appleSilicon: true, cpuCount: 14, memoryBytes: 48 * 2 ** 30 } as const;
const pc = { platform: 'linux', appleSilicon: false, cpuCount: 4, memoryBytes: 8 * 2 ** 30 } as const;

const start = (parts: Partial<WorkerStart> = {}): WorkerStart => ({
  worker: defaultSettings.worker,
  python: '/Users/me/Library/Application Support/Raybar/python/bin/python',
  headAddress: '10.0.0.5:6379',
  nodeIpAddress: '10.0.0.7',
  label: '7a0f3a52-8a3b-4d2a-9a51-2f3d5f8a9b10',
  machine: mac,
  tokenFile: '/Users/me/.ray/token',
  agentListenPort: 40_001,
  sharesMachine: false,
  ambient: {
    HOME: '/Users/me',
    PATH: '/usr/bin:/bin',
    LANG: 'de_DE.UTF-8',
    RAY_ADDRESS: '9.9.9.9:1',
    AWS_SECRET: 's',
    ELECTRON_RUN_AS_NODE: '1',
  },
  ...parts,
});
const worker = (parts: Partial<WorkerStart['worker']>) => ({
  worker: { ...defaultSettings.worker, ...parts },
});

describe('on an Apple Silicon Mac with all settings on auto', () => {
  const { file, args, env } = workerStartCommand(start());

  test('Ray is started as a module of the chosen interpreter, so a moved environment still works', () => {
    expect(file).toBe('/Users/me/Library/Application Support/Raybar/python/bin/python');
    expect(args.slice(0, 3)).toEqual(['-m', 'ray.scripts.scripts', 'start']);
  });

  test('the workers’ ports are Ray’s own range, which a firewall may know', () => {
    expect(args.join(' ')).not.toContain('worker-port');
  });

  test('it offers all CPUs, one GPU and one gpu_apple_mps', () => {
    expect(args).toContain('--num-cpus=14');
    expect(args).toContain('--num-gpus=1');
    expect(args).toContain('--resources={"gpu_apple_mps":1}');
    expect(args).toContain('--node-ip-address=10.0.0.7');
    expect(args.some((arg) => arg.startsWith('--object-store-memory'))).toBe(false);
    expect(args.at(-1)).toBe('--block');
  });

  test('Ray is allowed to be a cluster on macOS, with its own cap on the object store', () => {
    expect(env['RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER']).toBe('1');
    expect(env['RAY_ENABLE_MAC_LARGE_OBJECT_STORE']).toBeUndefined();
  });

  test('the token stays in its file', () => {
    expect(env['RAY_AUTH_MODE']).toBe('token');
    expect(env['RAY_AUTH_TOKEN_PATH']).toBe('/Users/me/.ray/token');
    expect(env['RAY_AUTH_TOKEN']).toBeUndefined();
    expect(args.join(' ')).not.toContain('token');
  });

  test('of the app’s environment only who and where it is gets through', () => {
    expect(env['HOME']).toBe('/Users/me');
    expect(env['PATH']).toBe('/Users/me/Library/Application Support/Raybar/python/bin:/usr/bin:/bin');
    expect(Object.keys(env)).not.toEqual(
      expect.arrayContaining(['AWS_SECRET']) || expect.arrayContaining(['RAY_ADDRESS']),
    );
    expect(env['RAY_ADDRESS']).toBeUndefined();
    expect(env['ELECTRON_RUN_AS_NODE']).toBeUndefined();
  });

  test('the label is in the node’s labels and in the environment of every process', () => {
    expect(args).toContain('--labels=io.raybar/join=7a0f3a52-8a3b-4d2a-9a51-2f3d5f8a9b10');
    expect(env['RAYBAR_JOIN_LABEL']).toBe('7a0f3a52-8a3b-4d2a-9a51-2f3d5f8a9b10');
  });
});

test('elsewhere than on Apple Silicon "auto" offers no GPU and no resource', () => {
  const { args, env } = workerStartCommand(start({ machine: pc, tokenFile: null }));
  expect(args).toContain('--num-gpus=0');
  expect(args.some((arg) => arg.startsWith('--resources'))).toBe(false);
  expect(env['RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER']).toBeUndefined();
  expect(env['RAY_AUTH_MODE']).toBe('disabled');
});

test('an object store of more than 2 GiB on a Mac says that it is meant', () => {
  const { args, env } = workerStartCommand(start(worker({ objectStoreBytes: 4 * 2 ** 30 })));
  expect(args).toContain(`--object-store-memory=${4 * 2 ** 30}`);
  expect(env['RAY_ENABLE_MAC_LARGE_OBJECT_STORE']).toBe('1');
});

test('the owner’s variables are handed on, but can’t undo what keeps the worker ours', () => {
  const environment = {
    HF_HOME: '/models',
    RAYBAR_JOIN_LABEL: 'x',
    RAY_AUTH_MODE: 'disabled',
    RAY_AUTH_TOKEN: 'secret',
    RAY_ADDRESS: 'elsewhere:1',
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '0',
  };
  const { env } = workerStartCommand(
    start(worker({ environment, labels: { 'io.raybar/join': 'x', rack: 'b' } })),
  );
  expect(env).toMatchObject({
    HF_HOME: '/models',
    RAYBAR_JOIN_LABEL: start().label,
    RAY_AUTH_MODE: 'token',
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '1',
  });
  expect(env['RAY_AUTH_TOKEN']).toBeUndefined();
  expect(env['RAY_ADDRESS']).toBeUndefined();
});

test('a setting for the join’s own label is overruled', () => {
  const { args } = workerStartCommand(start(worker({ labels: { 'io.raybar/join': 'x', rack: 'b' } })));
  expect(args.filter((arg) => arg.startsWith('--labels'))).toEqual([
    `--labels=io.raybar/join=${start().label},rack=b`,
  ]);
});

test('whatever valid settings say, label, address and token file are ours, and no argument is empty', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
  const resource = fc.stringMatching(/^[a-z_]{1,10}$/);
  fc.assert(
    fc.property(
      fc.dictionary(fc.oneof(name, fc.constantFrom('RAY_AUTH_TOKEN_PATH', 'RAYBAR_JOIN_LABEL')), fc.string()),
      fc.dictionary(resource, fc.integer({ min: 0, max: 9 })),
      (environment, resources) => {
        const settings = { ...defaultSettings.worker, environment, resources };
        fc.pre(settingsSchema.shape.worker.safeParse(settings).success);
        const { args, env } = workerStartCommand(start({ worker: settings }));
        expect(env['RAYBAR_JOIN_LABEL']).toBe(start().label);
        expect(env['RAY_AUTH_TOKEN_PATH']).toBe('/Users/me/.ray/token');
        expect(args).toContain('--address=10.0.0.5:6379');
        expect(args).not.toContain('');
      },
    ),
  );
});

test('beside its head on one machine the ports are left to the OS: two raylets would give out the same ones', () => {
  const { args } = workerStartCommand(start({ sharesMachine: true }));
  expect(args).toEqual(expect.arrayContaining(['--min-worker-port=0', '--max-worker-port=0']));
});

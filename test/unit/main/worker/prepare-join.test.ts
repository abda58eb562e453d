import { describe, expect, it } from 'vitest';
import { currentSystem } from '../../../../src/main/system/current-system';
import { EmbeddedCluster } from '../../../../src/main/worker/embedded-cluster';
import { prepareJoin, type PrepareJoinOptions } from '../../../../src/main/worker/prepare-join';
import { createJsonStore } from '../../../../src/main/settings/json-store';
import { headRecordFileSchema } from '../../../../src/main/worker/embedded-record';
import { defaultSettings, type Settings } from '../../../../src/shared/settings';

const system = currentSystem();
const machine = {
  platform: 'darwin',
  appleSilicon: true,
  cpuCount: 8,
  memoryBytes: 16 * 2 ** 30,
} as const;

const asked: string[] = [];
const options: PrepareJoinOptions = {
  system,
  embedded: new EmbeddedCluster({
    system,
    store: createJsonStore({ path: '/nowhere/head.json', schema: headRecordFileSchema, fallback: null }),
    directory: '/nowhere',
    logDirectory: '/nowhere',
    temporaryRoot: '/nowhere',
    machine,
    ambient: {},
    log: () => undefined,
    now: Date.now,
  }),
  machine,
  ambient: {},
  pythonEnvironment: '/nowhere',
  readPython: (directory) => {
    asked.push(directory);
    return Promise.reject(new Error('nothing was to be started'));
  },
  installPython: () => Promise.reject(new Error('nothing was to be installed')),
};

const withWorker = (worker: Partial<Settings['worker']>): Settings => ({
  ...defaultSettings,
  cluster: { kind: 'embedded' },
  worker: { ...defaultSettings.worker, ...worker },
});

const refusalOf = (worker: Partial<Settings['worker']>): Promise<unknown> =>
  prepareJoin(options, withWorker(worker), () => undefined, new AbortController().signal).then(
    () => null,
    (thrown: unknown) => thrown,
  );

describe('A join is refused before anything is started', () => {
  it('under an own IP address that is not this machine’s', async () => {
    // 192.0.2.0/24 is nobody's: it is kept for documentation.
    const refusal = await refusalOf({ nodeIpAddress: '192.0.2.7' });
    expect(refusal).toMatchObject({ error: { code: 'own-address-unknown' } });
    expect(asked).toEqual([]);
  });

  it('with an object store that leaves tasks nothing of this machine’s memory', async () => {
    const refusal = await refusalOf({ objectStoreBytes: 8_000_000_000_000 });
    expect(refusal).toMatchObject({ error: { code: 'worker-resources-refused', retryable: false } });
    expect(asked).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { testConnection } from '../../../../src/main/worker/test-connection';
import { currentSystem } from '../../../../src/main/system/current-system';
import { defaultSettings, type Settings } from '../../../../src/shared/settings';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync('/tmp/rbt-');
});
afterEach(() => rmSync(directory, { recursive: true }));

const test = (worker: Partial<Settings['worker']>, cluster: Settings['cluster']) =>
  testConnection(
    {
      system: currentSystem(),
      machine: { memoryBytes: 16 * 2 ** 30 },
      pythonEnvironment: `${directory}/none`,
    },
    { ...defaultSettings, cluster, worker: { ...defaultSettings.worker, ...worker } },
  );

const clusters: Settings['cluster'][] = [
  { kind: 'embedded' },
  { kind: 'address', headAddress: '127.0.0.1:1', dashboardAddress: null, tokenFile: null },
];

describe('“Test connection”', () => {
  it.each(clusters)('refuses an own IP address that is not this machine’s ($kind)', async (cluster) => {
    // 192.0.2.0/24 is nobody's: it is kept for documentation.
    const { checks, error } = await test({ nodeIpAddress: '192.0.2.7' }, cluster);
    expect(error).toMatchObject({ code: 'own-address-unknown' });
    expect(checks.at(-1)).toMatchObject({ name: 'own address', ok: false });
  });

  it('refuses an object store that leaves tasks nothing of this machine’s memory', async () => {
    const { checks, error } = await test({ objectStoreBytes: 8_000_000_000_000 }, { kind: 'embedded' });
    expect(error).toMatchObject({ code: 'worker-resources-refused' });
    expect(checks.filter(({ name }) => name === 'settings')).toMatchObject([{ ok: false }]);
  });

  it('tells a head that does not answer before it speaks of the object store', async () => {
    const [, elsewhere] = clusters;
    if (!elsewhere) throw new Error('no cluster');
    const { error } = await test({ objectStoreBytes: 8_000_000_000_000 }, elsewhere);
    expect(error).toMatchObject({ code: 'head-refused' });
  });
});

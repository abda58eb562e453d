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
    { system: currentSystem(), pythonEnvironment: `${directory}/none` },
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
});

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { diagnose } from '../../src/main/diagnostics';
import { doctorReportSchema, type DoctorCheck, type DoctorReport } from '../../src/shared/doctor';
import { startTestCore, type TestCore } from '../support/test-core';
import { waitFor } from '../support/wait-for';

let core: TestCore;
afterEach(() => core.stop());

const statuses = ({ findings }: DoctorReport, ...checks: DoctorCheck[]) =>
  Object.fromEntries(
    findings.filter(({ check }) => checks.includes(check)).map(({ check, status }) => [check, status]),
  );

describe('the doctor on “Try it here”', () => {
  it('asks the embedded head like any other while it runs, sees a token that others may read, and is in the bundle', async () => {
    core = await startTestCore({ tryItHere: true });
    await core.reaches('contributing');
    const { doctor } = core.core.handlers;
    // The head is ready before its dashboard is.
    const report = await waitFor(
      'the dashboard',
      async () => {
        const told = await doctor(undefined);
        return statuses(told, 'dashboard')['dashboard'] === 'ok' && told;
      },
      { withinMs: 180_000, everyMs: 500 },
    );
    expect(statuses(report, 'worker', 'python', 'network', 'head', 'token', 'versions', 'dashboard')).toEqual(
      {
        worker: 'ok',
        python: 'ok',
        network: 'ok',
        head: 'ok',
        token: 'ok',
        versions: 'ok',
        dashboard: 'ok',
      },
    );
    const disk = report.findings.find(({ check }) => check === 'disk');
    expect(disk?.found).toMatch(/^Ray’s session \(\/tmp\/.+\/session_[^)]+\)/);

    const token = join(core.directory, 'state/embedded/token');
    chmodSync(token, 0o644);
    const open = (await doctor(undefined)).findings.find(({ check }) => check === 'token');
    expect(open).toMatchObject({
      status: 'warning',
      actions: [{ kind: 'copy', command: `chmod 600 ${token}` }],
    });
    chmodSync(token, 0o600);

    const { parts, settings } = core.core;
    const { zip } = await diagnose({
      settings: () => settings,
      snapshot: () => core.snapshot(),
      journal: parts.journal,
      logPlaces: parts.logPlaces,
      missingLogs: () => [],
      doctor: () => doctor(undefined),
      now: parts.now,
    });
    const files = unzipSync(zip);
    const bundled = doctorReportSchema.parse(JSON.parse(strFromU8(files['doctor.json'] ?? new Uint8Array())));
    expect(statuses(bundled, 'head')).toEqual({ head: 'ok' });
    expect(strFromU8(files['doctor.txt'] ?? new Uint8Array())).toMatch(/^✓ OK +Head +Ray /m);

    await core.core.handlers.off(undefined);
    await core.reaches('off');
    const after = await doctor(undefined);
    expect(statuses(after, 'worker', 'head')).toEqual({ worker: 'ok', head: 'unavailable' });
  });
});

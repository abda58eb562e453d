import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes';
import { type DoctorCheck, type DoctorFinding, doctorReportSchema } from '../../src/shared/doctor';
import { appOnHead } from '../support/app-on-head';
import { runRaybar } from '../support/run-raybar';

describe('the doctor of the running app', () => {
  const on = appOnHead();
  const raybar = (...args: string[]) => runRaybar(on.app.stateDirectory, ...args);

  const examined = async (): Promise<{
    code: number;
    of: (check: DoctorCheck) => DoctorFinding | undefined;
  }> => {
    const { code, stdout } = await raybar('doctor', '--json');
    const { findings } = doctorReportSchema.parse(JSON.parse(stdout));
    return { code, of: (check) => findings.find((finding) => finding.check === check) };
  };

  it('finds a real head, its token, versions and Python well, and this machine’s own readings', async () => {
    const { of } = await examined();
    for (const check of [
      'worker',
      'settings',
      'python',
      'network',
      'head',
      'token',
      'versions',
      'ports',
    ] as const)
      expect(of(check)).toMatchObject({ check, status: 'ok' });
    // This head runs none, and still names an address.
    expect(of('dashboard')).toMatchObject({ status: 'warning', code: 'dashboard-unreachable' });
    expect(of('gpu')).toMatchObject({ status: 'unavailable' });
    expect(of('app')?.found).toContain('Electron');
    expect(of('disk')?.found).toMatch(/\d+ % full/);
  });

  it('is told in a terminal by the same words', async () => {
    const { stdout } = await raybar('doctor');
    expect(stdout).toMatch(/^✓ OK {9}Head {20,}Ray 2\.\d+\.\d+ answers at /m);
    expect(stdout).not.toContain('\u001B');
  });

  it('opens its window at the check that is asked for', async () => {
    await on.app.control.invoke('openDoctor', { check: 'disk' });
    const page = await on.app.page('doctor');
    await page.locator('li.finding[data-check="disk"]:focus').waitFor();
    await on.app.control.invoke('openDoctor', { check: 'head' });
    await page.locator('li.finding[data-check="head"]:focus').waitFor();
    expect(await page.locator('li.finding[data-check="head"]').getAttribute('data-status')).toBe('ok');
  });

  it('finds a head that is not there, in the window and by the exit code, and leads to the setting', async () => {
    // Nothing listens there, and a head never does.
    await on.app.control.invoke('settingsSet', [['cluster.headAddress', '127.0.0.1:9']]);
    const page = await on.app.page('doctor');
    await page.getByRole('button', { name: 'Check again' }).click();
    const row = page.locator('li.finding[data-check="head"][data-status="failed"]');
    await row.waitFor();
    expect(await row.textContent()).toContain('head-refused');
    const { code, of } = await examined();
    expect(code).toBe(exitCodes.failed);
    expect(of('versions')).toMatchObject({ status: 'unavailable' });
    await row.getByRole('button', { name: 'Open Settings' }).click();
    const settings = await on.app.page('settings');
    await settings.locator('[data-field="cluster.headAddress"] input:focus').waitFor();
  });
});

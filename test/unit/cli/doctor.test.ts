import { afterEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/cli/exit-codes';
import { doctorReportSchema, type DoctorReport } from '../../../src/shared/doctor';
import { success } from '../../../src/shared/errors';
import { startCli } from '../../support/cli';
import { openScriptedApp, type ScriptedApp } from '../../support/control-server';
import { exampleDoctor, examplePatient } from '../../support/example-doctor';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();
const socketPath = () => folder.file('control/socket');
let app: ScriptedApp | null = null;
afterEach(async () => {
  await app?.server.close();
  app = null;
});

async function doctor(report: DoctorReport, line: string[] = [], isColoured = false) {
  app = await openScriptedApp(socketPath(), { doctor: () => success(report) });
  return startCli(socketPath(), ['doctor', ...line], { isColoured }).ended;
}

describe('raybar doctor', () => {
  it('exits 0 where nothing failed, warnings or not', async () => {
    const { code, stdout } = await doctor(exampleDoctor({ memory: { status: 'warning' } }));
    expect(code).toBe(exitCodes.ok);
    expect(stdout).toMatch(/^1 warning \(17:02:00, in 0\.3 s\)\n/);
    expect(stdout).toMatch(/^! Warning {4}Memory/m);
  });

  it('exits 1 when a check failed, and says what helps', async () => {
    const { code, stdout } = await doctor(examplePatient());
    expect(code).toBe(exitCodes.failed);
    expect(stdout).toMatch(/^✗ Failed {5}Head .*refused the connection.* \(head-refused\)$/m);
    expect(stdout).toMatch(/^ {20,}- Check that the head runs\.$/m);
    expect(stdout).not.toContain('\u001B');
  });

  it('is coloured on a terminal, around the sign and its word alone', async () => {
    const { stdout } = await doctor(examplePatient(), [], true);
    expect(stdout).toContain('\u001B[1;31m✗ Failed   \u001B[0m  Head');
  });

  it('answers in JSON with the whole report', async () => {
    const { code, stdout } = await doctor(examplePatient(), ['--json']);
    expect(code).toBe(exitCodes.failed);
    expect(doctorReportSchema.parse(JSON.parse(stdout))).toEqual(examplePatient());
  });

  it('says in its help what the exit code tells', async () => {
    const { stdout } = await doctor(exampleDoctor(), ['--help']);
    expect(stdout).toContain('exits 1 when a check failed');
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Doctor, type DoctorParts } from '../../../../../src/main/setup/doctor/doctor';
import { finding, type Probe } from '../../../../../src/main/setup/doctor/probe';
import {
  doctorChecks,
  doctorReportSchema,
  type DoctorCheck,
  type DoctorFinding,
} from '../../../../../src/shared/doctor';

const probe = (check: DoctorCheck, find: () => Promise<unknown>, timeLimitMs = 1_000): Probe => ({
  checks: [check],
  tried: `Looked at ${check}`,
  timeLimitMs,
  async find() {
    await find();
    return [finding(check, 'ok', { tried: `Looked at ${check}`, found: `${check} is well.` })];
  },
});
const well = async () => undefined;
const never = () => new Promise<never>(() => undefined);

let logged: string[];
beforeEach(() => {
  vi.useFakeTimers();
  logged = [];
});
afterEach(() => vi.useRealTimers());

const doctorWith = (last: DoctorParts['last'], ...probes: Probe[]) =>
  new Doctor({
    probes,
    last,
    now: Date.now,
    locale: () => 'en-GB',
    home: '/Users/me',
    log: (line) => logged.push(line),
  });
const doctor = (...probes: Probe[]) => doctorWith(() => probe('worker', well), ...probes);
const statusOf = async (examined: Doctor, check: DoctorCheck) => {
  const { findings } = await examined.run();
  return findings.find((each) => each.check === check);
};

describe('the doctor', () => {
  it('reports each check once, in one order, whoever answers first', async () => {
    const report = await doctor(probe('memory', well), probe('head', well)).run();
    expect(report.findings.map(({ check }) => check)).toEqual(doctorChecks);
    expect(doctorReportSchema.parse(report)).toEqual(report);
  });

  it('asks of the worker last, when it is known what the others found', async () => {
    const seen: DoctorFinding[][] = [];
    const examined = doctorWith(
      (found) => {
        seen.push([...found]);
        return probe('worker', () => Promise.reject(new Error('of the worker alone')));
      },
      probe('head', () => new Promise((resolve) => setTimeout(resolve, 500))),
      probe('memory', well),
    );
    const report = examined.run();
    await vi.advanceTimersByTimeAsync(400);
    expect(seen).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    const { findings } = await report;
    expect(seen.map((found) => found.map(({ check }) => check).sort())).toEqual([['head', 'memory']]);
    const statuses = new Map(findings.map(({ check, status }) => [check, status]));
    expect([statuses.get('worker'), statuses.get('head')]).toEqual(['unavailable', 'ok']);
  });

  it('says of a check that hangs that it is not known, and tells all others', async () => {
    const examined = doctor(probe('disk', never, 3_000), probe('memory', well));
    const report = examined.run();
    await vi.advanceTimersByTimeAsync(3_000);
    const found = (await report).findings;
    expect(found.find(({ check }) => check === 'disk')).toMatchObject({
      status: 'unavailable',
      tried: 'Looked at disk',
      found: 'There was no answer within 3 s.',
    });
    expect(found.find(({ check }) => check === 'memory')?.status).toBe('ok');
    expect((await report).durationMs).toBe(3_000);
  });

  it('tells of one that fails by itself, and logs its fault', async () => {
    const examined = doctor(
      probe('disk', () => Promise.reject(new TypeError('no such thing'))),
      probe('memory', well),
    );
    expect(await statusOf(examined, 'disk')).toMatchObject({
      status: 'unavailable',
      found: 'The check itself failed: no such thing',
    });
    expect(logged.join('\n')).toContain('TypeError: no such thing');
    expect(await statusOf(examined, 'memory')).toMatchObject({ status: 'ok' });
  });

  it('catches one that throws at once', async () => {
    const examined = doctor({
      ...probe('disk', well),
      find: () => {
        throw new Error('at once');
      },
    });
    expect(await statusOf(examined, 'disk')).toMatchObject({ status: 'unavailable' });
  });

  it('looks at four things at once at most', async () => {
    let running = 0;
    let most = 0;
    const slow = () => {
      running += 1;
      most = Math.max(most, running);
      return new Promise<void>((resolve) => {
        setTimeout(() => {
          running -= 1;
          resolve();
        }, 10);
      });
    };
    const report = doctor(
      ...doctorChecks.filter((check) => check !== 'worker').map((check) => probe(check, slow)),
    ).run();
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await report).findings.every(({ status }) => status === 'ok')).toBe(true);
    expect(most).toBe(4);
  });

  it('gives all who ask meanwhile one report, and looks anew for who asks later', async () => {
    const look = vi.fn<() => Promise<void>>(async () => undefined);
    const examined = doctor(probe('memory', look));
    const [first, second] = await Promise.all([examined.run(), examined.run()]);
    expect(second).toBe(first);
    expect(look).toHaveBeenCalledTimes(1);
    await examined.run();
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('tells the home directory as ~, but in commands to copy', async () => {
    const examined = doctor({
      checks: ['token'],
      tried: 'x',
      timeLimitMs: 1_000,
      find: async () => [
        finding('token', 'warning', {
          tried: 'Looked at /Users/me/token',
          found: '/Users/me/token is open, /Users/meg/token is not.',
          fixes: ['chmod 600 /Users/me/token'],
          actions: [{ kind: 'copy', command: 'chmod 600 /Users/me/token' }],
        }),
      ],
    });
    expect(await statusOf(examined, 'token')).toMatchObject({
      tried: 'Looked at ~/token',
      found: '~/token is open, /Users/meg/token is not.',
      fixes: ['chmod 600 ~/token'],
      actions: [{ command: 'chmod 600 /Users/me/token' }],
    });
  });
});

import { describe, expect, it } from 'vitest';
import {
  type Connection,
  connectionFindings,
  connectionProbe,
  withMode,
} from '../../../../../src/main/setup/doctor/connection';
import { finding, shellWord } from '../../../../../src/main/setup/doctor/probe';
import type { DoctorCheck } from '../../../../../src/shared/doctor';
import type { RaybarError } from '../../../../../src/shared/errors';
import type { ConnectionReport } from '../../../../../src/shared/connection-report';

const toHead: Connection = {
  pythonEnvironment: '/opt/ray',
  head: { address: '10.0.0.5:6379', tokenFile: '/home/me/token' },
};
const passed = (name: ConnectionReport['checks'][number]['name']) => ({ name, ok: true, detail: `${name}!` });
const error = (code: RaybarError['code']): RaybarError => ({
  code,
  tried: 'Tried it',
  found: `It is ${code}.`,
  fixes: ['Mend it.'],
  retryable: false,
});
const statuses = (report: ConnectionReport, connection = toHead) =>
  Object.fromEntries(connectionFindings(report, connection).map((each) => [each.check, each]));

const all = ['python environment', 'own address', 'head', 'token', 'versions', 'dashboard'] as const;

describe('the connection, as the doctor tells it', () => {
  it('is well where the test of Settings passes', () => {
    const found = connectionFindings({ checks: all.map(passed), error: null }, toHead);
    expect(found.map(({ check, status }) => [check, status])).toEqual([
      ['python', 'ok'],
      ['network', 'ok'],
      ['head', 'ok'],
      ['token', 'ok'],
      ['versions', 'ok'],
      ['dashboard', 'ok'],
    ]);
    expect(found[2]).toMatchObject({
      found: 'head!',
      tried: 'Asked the head at 10.0.0.5:6379 for its version',
    });
  });

  it('is told as it is where a setting is refused that has no part in it', () => {
    const dashboard = { name: 'dashboard', ok: false, detail: 'away' } as const;
    const asked = [...all.slice(0, -1).map(passed), dashboard];
    const refused = { name: 'settings', ok: false, detail: 'too large' } as const;
    const report = { checks: [...asked, refused], error: error('worker-resources-refused') };
    expect(connectionFindings(report, toHead)).toEqual(
      connectionFindings({ checks: asked, error: null }, toHead),
    );
    const none: Connection = { ...toHead, head: { none: 'No cluster is chosen.' } };
    const embedded = { ...report, checks: [passed('python environment'), refused] };
    expect(statuses(embedded, none)['head']).toMatchObject({ found: 'No cluster is chosen.' });
  });

  it('tells the test’s own error where it ended, and of what comes after that it was not asked', () => {
    const found = statuses({
      checks: [passed('python environment'), passed('own address'), { name: 'head', ok: false, detail: 'x' }],
      error: error('head-refused'),
    });
    expect(found['head']).toEqual({
      check: 'head',
      status: 'failed',
      code: 'head-refused',
      tried: 'Tried it',
      found: 'It is head-refused.',
      fixes: ['Mend it.'],
      actions: [{ kind: 'settings', field: 'cluster.headAddress' }],
    });
    expect(found['versions']).toMatchObject({
      status: 'unavailable',
      found: 'Not asked: “Head” has to be mended first.',
    });
  });

  it('knows that a head is there which refuses a token', () => {
    const found = statuses({
      checks: [
        passed('python environment'),
        passed('own address'),
        { name: 'token', ok: false, detail: 'x' },
      ],
      error: error('token-wrong'),
    });
    expect(found['head']?.found).toContain('It asks for the right token');
    expect(found['token']).toMatchObject({ status: 'failed', code: 'token-wrong' });
  });

  it('only warns of a dashboard that does not answer', () => {
    const checks = all.slice(0, 5).map(passed);
    const found = statuses({
      checks: [...checks, { name: 'dashboard', ok: false, detail: 'Refused.' }],
      error: null,
    });
    expect(found['dashboard']).toMatchObject({
      status: 'warning',
      code: 'dashboard-unreachable',
      found: 'Refused.',
    });
  });

  it('says why nothing is asked without a cluster', () => {
    const connection: Connection = { pythonEnvironment: '/opt/ray', head: { none: 'No cluster is chosen.' } };
    const found = statuses(
      { checks: [passed('python environment'), passed('settings')], error: null },
      connection,
    );
    expect(found['python']).toMatchObject({ status: 'ok' });
    for (const check of ['network', 'head', 'token', 'versions', 'dashboard'] satisfies DoctorCheck[])
      expect(found[check]).toMatchObject({ status: 'unavailable', found: 'No cluster is chosen.' });
  });
});

describe('a head that the test did not come to', () => {
  const broken = { ...passed('python environment'), ok: false };
  const headFound = async (reached: RaybarError | null) => {
    const found = await connectionProbe({
      connection: () => toHead,
      testConnection: async () => ({ checks: [broken], error: error('python-environment-broken') }),
      reach: async () => reached,
      fileMode: async () => null,
    }).find();
    return found.find(({ check }) => check === 'head');
  };

  it('is tried by itself: its own fault is told', async () => {
    expect(await headFound(error('head-refused'))).toMatchObject({ status: 'failed', code: 'head-refused' });
  });

  it('is not called well because something listens', async () => {
    expect(await headFound(null)).toMatchObject({
      status: 'unavailable',
      found: 'Something listens at 10.0.0.5:6379. Not asked: “Python environment” has to be mended first.',
    });
  });
});

describe('the token’s file', () => {
  const accepted = finding('token', 'ok', { tried: 'x', found: 'The head accepts the token.' });

  it('is well when it is the owner’s alone', () => {
    expect(withMode(accepted, '/t', 0o100600)).toMatchObject({
      status: 'ok',
      found: 'The head accepts the token. Its file is yours alone (0600).',
    });
  });

  it.each([0o100644, 0o100640, 0o100604, 0o100620])('is warned of when its mode is %o', (mode) => {
    expect(withMode(accepted, '/home/me/my token', mode)).toMatchObject({
      status: 'warning',
      actions: [{ kind: 'copy', command: "chmod 600 '/home/me/my token'" }],
    });
  });

  it('keeps the head’s refusal, which is worse', () => {
    const refused = finding('token', 'failed', { tried: 'x', found: 'Wrong.' });
    expect(withMode(refused, '/t', 0o100644)).toBe(refused);
  });

  it('is looked at once the head was asked', async () => {
    const asked: string[] = [];
    const probe = connectionProbe({
      connection: () => toHead,
      testConnection: async () => ({ checks: all.map(passed), error: null }),
      reach: () => Promise.reject(new Error('it was asked already')),
      fileMode: async (file) => {
        asked.push(file);
        return 0o100644;
      },
    });
    const found = await probe.find();
    expect(asked).toEqual(['/home/me/token']);
    expect(found.map(({ check }) => check)).toEqual(probe.checks);
    expect(found.find(({ check }) => check === 'token')?.status).toBe('warning');
  });

  it('is quoted in a command so that a shell takes it as one word', () => {
    expect(shellWord('/a/b-c_1.txt')).toBe('/a/b-c_1.txt');
    expect(shellWord("it's $(rm)")).toBe(`'it'\\''s $(rm)'`);
  });
});

import { describe, expect, it } from 'vitest';
import { gpuFinding, machineProbe, memoryFinding } from '../../../../../src/main/setup/doctor/machine';
import { finding } from '../../../../../src/main/setup/doctor/probe';
import { settingsFinding } from '../../../../../src/main/setup/doctor/settings-file';
import { portsFinding, workerFinding } from '../../../../../src/main/setup/doctor/surroundings';
import type { RaybarError } from '../../../../../src/shared/errors';
import { defaultSettings } from '../../../../../src/shared/settings';
import { noTelemetry } from '../../../../../src/shared/telemetry';
import { exampleTelemetry } from '../../../../support/example-telemetry';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../../support/snapshots';

const telemetry = exampleTelemetry(true);
const head = (status: 'ok' | 'failed') =>
  finding('head', status, { code: status === 'ok' ? null : 'head-unreachable', tried: 'x', found: 'y' });
const corrupt: RaybarError = {
  code: 'settings-corrupt',
  tried: 'Read the settings',
  found: 'No JSON.',
  fixes: ['Choose again.'],
  retryable: false,
};

describe('memory', () => {
  it.each([
    ['normal', 'ok'],
    ['warning', 'warning'],
    ['critical', 'failed'],
  ] as const)('under %s pressure is %s', (pressure, status) => {
    const found = memoryFinding({ ...telemetry, pressure });
    expect(found.status).toBe(status);
    expect(found.fixes.length > 0).toBe(status !== 'ok');
  });

  it('is not known before the first reading, nor without a word on pressure', () => {
    expect(memoryFinding(noTelemetry)).toMatchObject({ status: 'unavailable', found: 'Not measured yet.' });
    expect(memoryFinding({ ...telemetry, pressure: { unavailable: 'no PSI' } })).toMatchObject({
      status: 'unavailable',
      found: expect.stringContaining('no PSI'),
    });
  });
});

describe('the GPU', () => {
  const { gpu } = telemetry;
  it('is not known on Linux, with the reason', () => {
    expect(gpuFinding({ ...telemetry, gpu: { unavailable: 'Linux has no Apple GPU' } })).toMatchObject({
      status: 'unavailable',
      found: 'Linux has no Apple GPU.',
    });
  });

  it('is warned of at its limit', () => {
    if ('unavailable' in gpu) throw new Error('the example has a GPU');
    const limit = { bytes: 10, estimated: true };
    expect(gpuFinding({ ...telemetry, gpu }).status).toBe('ok');
    expect(gpuFinding({ ...telemetry, gpu: { ...gpu, inUseBytes: 9, limit } }).status).toBe('ok');
    expect(gpuFinding({ ...telemetry, gpu: { ...gpu, inUseBytes: 10, limit } })).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('MPS out of memory'),
    });
  });

  it('is asked for with memory, of the last reading', async () => {
    const found = await machineProbe(() => telemetry).find();
    expect(found.map(({ check }) => check)).toEqual(['memory', 'gpu']);
  });
});

describe('the settings’ file', () => {
  const seen = {
    file: '/s/settings.json',
    text: JSON.stringify(defaultSettings),
    aside: [],
    settings: defaultSettings,
    problem: null,
  };

  it('is well when it says what is in use, or when there is none', () => {
    expect(settingsFinding(seen).status).toBe('ok');
    expect(settingsFinding({ ...seen, text: null })).toMatchObject({
      status: 'ok',
      found: 'There is no file: all is at its default.',
    });
  });

  it('is warned of when somebody changed or broke it meanwhile', () => {
    const other = JSON.stringify({ ...defaultSettings, quit: 'keep' });
    expect(settingsFinding({ ...seen, text: other })).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('changed, or removed'),
    });
    expect(settingsFinding({ ...seen, text: '{' })).toMatchObject({
      status: 'warning',
      code: 'settings-corrupt',
    });
    const chosen = { ...defaultSettings, quit: 'keep' as const };
    expect(settingsFinding({ ...seen, text: null, settings: chosen }).status).toBe('warning');
  });

  it('has failed while its defaults stand in for it', () => {
    expect(settingsFinding({ ...seen, problem: corrupt })).toMatchObject({
      status: 'failed',
      code: 'settings-corrupt',
      fixes: ['Choose again.'],
    });
  });

  it('names what was kept aside', () => {
    const aside = ['settings.json.corrupt-2', 'settings.json.corrupt-1'];
    expect(settingsFinding({ ...seen, aside }).found).toContain(
      'Kept aside from before: settings.json.corrupt-1, settings.json.corrupt-2.',
    );
  });
});

describe('the worker', () => {
  it.each(['failed', 'backoff', 'lost'] as const)(
    'that is in “%s” has failed, with its own error',
    (kind) => {
      const { error } = exampleWorkerStates[kind];
      expect(workerFinding(exampleSnapshot(kind), exampleNow, null)).toMatchObject({
        status: 'failed',
        code: error.code,
        found: error.found,
        fixes: error.fixes,
      });
    },
  );

  it.each(['off', 'contributing', 'draining', 'asleep'] as const)('that is in “%s” is well', (kind) => {
    expect(workerFinding(exampleSnapshot(kind), exampleNow, head('ok')).status).toBe('ok');
  });

  it.each(['contributing', 'draining'] as const)(
    'that is in “%s” is warned of when the head failed',
    (kind) => {
      expect(workerFinding(exampleSnapshot(kind), exampleNow, head('failed'))).toMatchObject({
        status: 'warning',
        code: 'head-unreachable',
        found: expect.stringContaining('the head’s check has failed'),
      });
    },
  );

  it('that is out is well without a head, too', () => {
    expect(workerFinding(exampleSnapshot('off'), exampleNow, head('failed')).status).toBe('ok');
  });
});

describe('ports and sockets', () => {
  const seen = { controlSocket: '/c', refused: null, metrics: defaultSettings.metrics, problem: null };

  it('are well when the control socket answers', () => {
    expect(portsFinding(seen)).toMatchObject({ status: 'ok', found: expect.stringContaining('not served') });
    const metrics = { ...defaultSettings.metrics, enabled: true };
    expect(portsFinding({ ...seen, metrics }).found).toContain('127.0.0.1:9851');
  });

  it('have failed when nobody listens there', () => {
    expect(portsFinding({ ...seen, refused: 'ECONNREFUSED' })).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('are warned of when metrics can’t be served', () => {
    expect(portsFinding({ ...seen, problem: { ...corrupt, code: 'port-taken' } })).toMatchObject({
      status: 'warning',
      code: 'port-taken',
    });
  });
});

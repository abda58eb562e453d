import { describe, expect, it } from 'vitest';
import { defaultSettings, settingsSchema, settingsVersion } from '../../../src/shared/settings';
import { migrateSettings, migrationSteps } from '../../../src/shared/settings-migrations';

describe('settings of an older version', () => {
  const steps = {
    1: ({ cpus, ...rest }: Record<string, unknown>) => ({ ...rest, worker: { cpus } }),
    2: (older: Record<string, unknown>) => ({ ...older, quit: 'ask' }),
  };

  it('go through every step up to the latest', () => {
    expect(migrateSettings({ version: 1, cpus: 4 }, steps, 3)).toEqual({
      type: 'success',
      settings: { version: 3, worker: { cpus: 4 }, quit: 'ask' },
    });
    expect(migrateSettings({ version: 2, worker: {} }, steps, 3)).toMatchObject({
      settings: { quit: 'ask' },
    });
  });

  it('are refused when a step is missing', () => {
    expect(migrateSettings({ version: 1 }, { 2: steps[2] }, 3)).toMatchObject({ type: 'invalid' });
  });
});

it('settings of version 1 keep what they said, and neither serve nor push metrics', () => {
  const { tray: _tray, telemetry: _telemetry, metrics: _metrics, ...older } = defaultSettings;
  const said = { ...older, version: 1, cluster: { kind: 'embedded' }, quit: 'keep' };
  const migrated = migrateSettings(said);
  expect(migrated).toEqual({
    type: 'success',
    settings: {
      ...said,
      version: 2,
      tray: { title: 'none' },
      telemetry: { modelCacheDirectory: 'auto' },
      metrics: {
        enabled: false,
        host: '127.0.0.1',
        port: 9851,
        push: { url: null, intervalMs: 15_000, job: 'raybar', instance: 'auto' },
      },
    },
  });
  expect(settingsSchema.safeParse(migrated.type === 'success' && migrated.settings).success).toBe(
    settingsVersion === 2,
  );
});

it('there is a step from every version before the present one', () => {
  const older = Array.from({ length: settingsVersion - 1 }, (_, index) => String(index + 1));
  expect(Object.keys(migrationSteps)).toEqual(older);
});

it('settings of this version are taken as they are', () => {
  expect(migrateSettings(defaultSettings)).toEqual({ type: 'success', settings: defaultSettings });
});

it('settings of a newer version are not guessed at', () => {
  expect(migrateSettings({ version: settingsVersion + 1 })).toEqual({
    type: 'newer',
    version: settingsVersion + 1,
  });
});

it.each([null, 7, 'text', [], {}, { version: '1' }, { version: 0 }, { version: 1.5 }])(
  '%j names no version',
  (found) => {
    expect(migrateSettings(found)).toEqual({ type: 'invalid', message: 'it names no version' });
  },
);

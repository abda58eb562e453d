import { z } from 'zod';
import { settingsVersion } from './settings';

/** A file as it was found: an object that names its version. */
const versionedSchema = z.looseObject({ version: z.number().int().min(1) });
export type VersionedSettings = z.infer<typeof versionedSchema>;

/** Takes a file of one version to the next; the version number itself is set by `migrateSettings`. */
export type MigrationStep = (older: VersionedSettings) => Record<string, unknown>;

/**
 * Keyed by the version that a step starts from. A step spells its values out: defaults that change later must not change what an old
 * file meant.
 */
export const migrationSteps: Readonly<Record<number, MigrationStep>> = {
  /** The menu bar's title, the models' cache and metrics came with version 2. */
  1: (older) => ({
    ...older,
    tray: { title: 'none' },
    telemetry: { modelCacheDirectory: 'auto' },
    metrics: {
      enabled: false,
      host: '127.0.0.1',
      port: 9851,
      push: { url: null, intervalMs: 15_000, job: 'raybar', instance: 'auto' },
    },
  }),
};

export type Migration =
  | { type: 'success'; settings: VersionedSettings }
  /** Written by a later Raybar: nothing is guessed. */
  | { type: 'newer'; version: number }
  | { type: 'invalid'; message: string };

/** Pure: brings what a settings file holds to the shape of `latest`. Whether the values are good is the schema's to say. */
export function migrateSettings(
  found: unknown,
  steps: Readonly<Record<number, MigrationStep>> = migrationSteps,
  latest: number = settingsVersion,
): Migration {
  const parsed = versionedSchema.safeParse(found);
  if (!parsed.success) return { type: 'invalid', message: 'it names no version' };
  let settings = parsed.data;
  if (settings.version > latest) return { type: 'newer', version: settings.version };
  while (settings.version < latest) {
    const step = steps[settings.version];
    if (!step) return { type: 'invalid', message: `version ${settings.version} is not known` };
    settings = { ...step(settings), version: settings.version + 1 };
  }
  return { type: 'success', settings };
}

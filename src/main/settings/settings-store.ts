import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { RaybarFailure, type RaybarError } from '../../shared/errors';
import { fieldProblems } from '../../shared/schema-problems';
import { defaultSettings, type Settings, settingsSchema, settingsVersion } from '../../shared/settings';
import { migrateSettings } from '../../shared/settings-migrations';
import { inTurn } from '../system/in-turn';
import { isKeptAside, keepAside, type WhyAside } from './kept-aside';
import { notWritten } from './not-written';
import { type FileOpener, systemErrorCode, writeWhole } from './write-whole';

export interface LoadedSettings {
  settings: Settings;
  /** settings-corrupt: the file could not be used, and the defaults stand in, which join nothing. */
  problem: RaybarError | null;
  /** There was no file: the first start of all. */
  cleanStart: boolean;
}

export interface SettingsStore {
  /** True where a file that could not be used was kept aside once: somebody had settings here. */
  hasKeptAside(): Promise<boolean>;
  /** Never rejects: whatever the file is, there are settings to go on with. */
  load(): Promise<LoadedSettings>;
  /**
   * Replaces the file as a whole. Saves happen one after the other, in the order they were asked for.
   *
   * @throws RaybarFailure disk-full, settings-not-written (the old file is as it was), settings-invalid (a bug of the caller)
   */
  save(settings: Settings): Promise<void>;
}

interface SettingsStoreParts {
  /** `settings.json` in the state directory. */
  file: string;
  now?: () => number;
  opener?: FileOpener;
}

/** Why the file can't be used. */
type Unusable = { why: WhyAside; found: string; fixes: string[] };

export function createSettingsStore({
  file,
  now = Date.now,
  opener = fs,
}: SettingsStoreParts): SettingsStore {
  /** A file that must not be written over, and so is kept aside before the next save. */
  let precious: Unusable['why'] | null = null;
  const next = inTurn();

  async function save(settings: Settings): Promise<void> {
    const checked = settingsSchema.safeParse(settings);
    if (!checked.success) throw invalidSettings(checked.error);
    try {
      if (precious !== null) await keepAside(file, precious, now());
      precious = null;
      await writeWhole(file, `${JSON.stringify(checked.data, null, 2)}\n`, opener);
    } catch (error) {
      throw notWritten('the settings', file, error);
    }
  }

  return {
    async load() {
      const read = readSettings(file);
      if (read.type === 'none') return { settings: defaultSettings, problem: null, cleanStart: true };
      if (read.type === 'success') return { settings: read.settings, problem: null, cleanStart: false };
      const { why, found, fixes } = read.unusable;
      precious = why;
      let where = `It stays at ${file} until settings are saved, and is kept aside then.`;
      // A later Raybar's file is good: it waits in its place for that Raybar to come back.
      if (why !== 'newer') {
        try {
          where = `It was kept aside as ${await keepAside(file, why, now())}.`;
          precious = null;
        } catch {
          // Stays precious: a save tries again, and fails rather than write over it.
        }
      }
      const problem: RaybarError = {
        code: 'settings-corrupt',
        tried: `Read the settings from ${file}`,
        found: `${found} ${where} Until you choose again, Raybar uses its defaults and joins nothing.`,
        fixes,
        retryable: false,
      };
      return { settings: defaultSettings, problem, cleanStart: false };
    },
    async hasKeptAside() {
      const names = await fs.readdir(path.dirname(file)).catch(() => []);
      return names.some((name) => isKeptAside(name, file));
    },
    save: (settings) => next(() => save(settings)),
  };
}

type ReadSettings =
  { type: 'none' } | { type: 'success'; settings: Settings } | { type: 'unusable'; unusable: Unusable };

/** Synchronous for the start's sake: Electron's own initialisation holds the event loop up, and an async read needs four turns of it. */
function readSettings(file: string): ReadSettings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { type: 'none' };
    const found = `The file can't be read (${error instanceof Error ? error.message : String(error)}).`;
    return unusable('unreadable', found, [
      'Make the file readable for you and put it back, or choose the cluster again.',
    ]);
  }
  return parseSettingsFile(text);
}

/** Pure: what the text of a settings file says. */
export function parseSettingsFile(text: string): ReadSettings {
  const again = 'Choose the cluster again in Settings, or repair the file and put it back.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unusable('corrupt', 'The file is not JSON; it may have been cut off.', [again]);
  }
  const migrated = migrateSettings(json);
  if (migrated.type === 'newer') {
    const found = `The file has version ${migrated.version}; this Raybar knows versions up to ${settingsVersion}.`;
    return unusable('newer', found, [
      'Install the newer Raybar again.',
      'Or choose the cluster again in Settings.',
    ]);
  }
  if (migrated.type === 'invalid')
    return unusable('corrupt', `The file is no settings file: ${migrated.message}.`, [again]);
  const checked = settingsSchema.safeParse(migrated.settings);
  if (checked.success) return { type: 'success', settings: checked.data };
  return unusable('corrupt', `The file holds values that won't do: ${inWords(checked.error)}.`, [again]);
}

const unusable = (why: Unusable['why'], found: string, fixes: string[]): ReadSettings => ({
  type: 'unusable',
  unusable: { why, found, fixes },
});

type SettingsSchemaError = NonNullable<ReturnType<typeof settingsSchema.safeParse>['error']>;

const inWords = (error: SettingsSchemaError): string =>
  fieldProblems(error)
    .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
    .join('; ');

const invalidSettings = (error: SettingsSchemaError): RaybarFailure =>
  new RaybarFailure({
    code: 'settings-invalid',
    tried: 'Saved the settings',
    found: inWords(error),
    fixes: ['Correct the fields that are named.'],
    retryable: false,
  });

import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DoctorFinding } from '../../../shared/doctor';
import type { RaybarError } from '../../../shared/errors';
import { defaultSettings, type Settings } from '../../../shared/settings';
import { isKeptAside } from '../../settings/kept-aside';
import { parseSettingsFile } from '../../settings/settings-store';
import { finding, findingOf, type Probe } from './probe';

export interface SettingsProbeParts {
  file: string;
  /** Those that Raybar goes by. */
  settings: () => Settings;
  /** What was wrong with the file when it was read last; null: nothing. */
  problem: () => RaybarError | null;
  /** The file's text; null where there is none. */
  read: (file: string) => Promise<string | null>;
  /** Names of the files in its folder. */
  list: (folder: string) => Promise<readonly string[]>;
}

export function settingsProbe(parts: SettingsProbeParts): Probe {
  const { file, read, list } = parts;
  return {
    checks: ['settings'],
    tried: `Read the settings’ file ${file} again`,
    timeLimitMs: 5_000,
    async find() {
      const [text, names] = await Promise.all([read(file), list(path.dirname(file))]);
      const aside = names.filter((name) => isKeptAside(name, file));
      return [settingsFinding({ file, text, aside, settings: parts.settings(), problem: parts.problem() })];
    },
  };
}

interface SeenSettings {
  file: string;
  text: string | null;
  aside: readonly string[];
  settings: Settings;
  problem: RaybarError | null;
}

/** Pure. */
export function settingsFinding({ file, text, aside, settings, problem }: SeenSettings): DoctorFinding {
  if (problem !== null)
    return findingOf('settings', problem, [{ kind: 'settings', field: 'cluster.headAddress' }]);
  const tried = `Read the settings’ file ${file} again`;
  const before = aside.length === 0 ? '' : ` Kept aside from before: ${[...aside].sort().join(', ')}.`;
  const onDisk = text === null ? null : parseSettingsFile(text);
  if (onDisk?.type === 'unusable')
    return finding('settings', 'warning', {
      code: 'settings-corrupt',
      tried,
      found: `${onDisk.unusable.found} Raybar still goes by what it read before.${before}`,
      fixes: ['Save the settings once: that writes the file anew.', ...onDisk.unusable.fixes],
      actions: [{ kind: 'settings', field: 'cluster.headAddress' }],
    });
  const stored = onDisk?.type === 'success' ? onDisk.settings : defaultSettings;
  if (isDeepStrictEqual(stored, settings))
    return finding('settings', 'ok', {
      tried,
      found: `${text === null ? 'There is no file: all is at its default.' : 'They can be used, and are in use.'}${before}`,
    });
  return finding('settings', 'warning', {
    tried,
    found: `The file says something else than what Raybar goes by: it was changed, or removed, while Raybar ran.${before}`,
    fixes: [
      'Quit Raybar and start it again, to go by the file.',
      'Or save the settings once, which writes over the file.',
    ],
    actions: [{ kind: 'settings', field: 'cluster.headAddress' }],
  });
}

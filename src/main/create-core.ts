import { Core } from './core';
import { createCoreParts, type CoreOptions } from './core-parts';
import { diagnose } from './diagnostics';
import { defaultSettings, type Settings } from '../shared/settings';

/**
 * Composes all of Raybar that is not Electron and begins: a running worker is taken over, and what was wanted is
 * pursued. `tryItHere` chooses the embedded cluster where none was chosen yet.
 */
export async function createCore(options: CoreOptions & { tryItHere: boolean }): Promise<Core> {
  let settings = (): Settings => defaultSettings;
  const core = new Core(await createCoreParts(options, () => settings()));
  settings = () => core.settings;
  const { journal, logPlaces, now } = core.parts;
  core.parts.onDiagnose(() =>
    diagnose({
      settings,
      snapshot: () => core.snapshot(),
      journal,
      logPlaces,
      testConnection: () => core.handlers.testConnection([]),
      now,
    }),
  );
  await core.begin(options.tryItHere);
  return core;
}

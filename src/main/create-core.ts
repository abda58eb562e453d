import { Core } from './core';
import { createCoreParts, type CoreOptions } from './core-parts';
import { withJobs } from './logs/sources/job-spool';
import { defaultSettings, type Settings } from '../shared/settings';

/**
 * Composes all of Raybar that is not Electron and begins: a running worker is taken over, and what was wanted is
 * pursued. `tryItHere` chooses the embedded cluster where none was chosen yet.
 */
export async function createCore(options: CoreOptions & { tryItHere: boolean }): Promise<Core> {
  let settings = (): Settings => defaultSettings;
  const core = new Core(await createCoreParts(options, () => settings()));
  settings = () => core.settings;
  const { journal, logPlaces, jobSpool, now } = core.parts;
  core.parts.onDiagnose(async () => {
    // Loaded when it is first asked for: all formats and known problems come with it.
    const { diagnose } = await import('./diagnostics');
    return diagnose({
      settings,
      snapshot: () => core.snapshot(),
      journal,
      logPlaces: async () => withJobs(await logPlaces(), jobSpool),
      missingLogs: () => jobSpool.missing(),
      doctor: () => core.handlers.doctor(undefined),
      now,
    });
  });
  await core.begin(options.tryItHere);
  return core;
}

import type { Settings } from '../shared/settings';
import type { Snapshot } from '../shared/snapshot';
import type { CoreParts } from './core-parts';
import type { Doctor } from './setup/doctor/doctor';

export type DoctoredParts = Pick<
  CoreParts,
  | 'now'
  | 'system'
  | 'machine'
  | 'host'
  | 'pythonEnvironment'
  | 'modelCacheDirectory'
  | 'embedded'
  | 'logPlaces'
  | 'log'
>;

/** What the doctor examines. */
export interface DoctoredCore {
  readonly parts: DoctoredParts;
  readonly settings: Settings;
  snapshot(): Snapshot;
}

/** The core's doctor; made, and its code loaded, when it is first asked for. */
export function doctorOf(core: DoctoredCore): () => Promise<Doctor> {
  let made: Promise<Doctor> | null = null;
  return () => (made ??= import('./create-doctor').then(({ createDoctor }) => createDoctor(core)));
}

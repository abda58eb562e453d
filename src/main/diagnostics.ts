import type { DoctorReport } from '../shared/doctor';
import type { Settings } from '../shared/settings';
import type { Snapshot } from '../shared/snapshot';
import { makeBundle, type MadeBundle } from './logs/bundle/make-bundle';
import type { SnapshotJournal } from './logs/bundle/snapshot-journal';
import { withEarlierSessions } from './logs/sources/find-sessions';
import type { LogPlaces } from './logs/sources/log-places';
import { appFactsOf } from './setup/doctor/app-facts';

/** What a diagnostics bundle needs of the core. */
export interface DiagnosedCore {
  settings(): Settings;
  snapshot(): Snapshot;
  journal: SnapshotJournal;
  /** With the jobs' logs. */
  logPlaces: () => Promise<LogPlaces>;
  /** What of the logs is known not to be there. */
  missingLogs: () => string[];
  doctor: () => Promise<DoctorReport>;
  now: () => number;
}

/** Puts a diagnostics bundle of this Raybar together, with the logs of its worker and of Raybar itself. */
export async function diagnose(core: DiagnosedCore): Promise<MadeBundle> {
  const settings = core.settings();
  const snapshot = core.snapshot();
  const places = await core.logPlaces();
  return makeBundle({
    settings,
    snapshot,
    journal: core.journal.list(),
    versions: { ...appFactsOf(snapshot), ray: snapshot.cluster.rayVersion },
    doctor: core.doctor,
    // The head may have been started anew a moment ago: what failed is in the session before.
    folders: withEarlierSessions(places),
    missingLogs: core.missingLogs(),
    homes: places.homes,
    secrets: places.secrets,
    now: core.now,
  });
}

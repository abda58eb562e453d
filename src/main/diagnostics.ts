import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import type { DoctorReport } from '../shared/doctor';
import type { Settings } from '../shared/settings';
import type { Snapshot } from '../shared/snapshot';
import { makeBundle, type MadeBundle } from './logs/bundle/make-bundle';
import type { SnapshotJournal } from './logs/bundle/snapshot-journal';
import type { LogPlaces } from './logs/sources/log-places';
import { expandHome } from './worker/expand-home';

/** What a diagnostics bundle needs of the core. */
export interface DiagnosedCore {
  settings(): Settings;
  snapshot(): Snapshot;
  journal: SnapshotJournal;
  logPlaces: () => Promise<LogPlaces>;
  doctor: () => Promise<DoctorReport>;
  now: () => number;
}

/** Puts a diagnostics bundle of this Raybar together, with the logs of its worker and of Raybar itself. */
export async function diagnose(core: DiagnosedCore): Promise<MadeBundle> {
  const settings = core.settings();
  const snapshot = core.snapshot();
  const { folders, homes } = await core.logPlaces();
  return makeBundle({
    settings,
    snapshot,
    journal: core.journal.list(),
    versions: {
      raybar: snapshot.app.version,
      electron: snapshot.app.electron,
      node: process.version,
      ray: snapshot.cluster.rayVersion,
      system: `${os.type()} ${os.release()} (${os.version()})`,
      machine: `${snapshot.machine.chip}, ${os.arch()}`,
    },
    doctor: core.doctor,
    folders: folders.filter(({ current }) => current),
    homes,
    secrets: await clusterToken(settings),
    now: core.now,
  });
}

/** Longer than any token; the file may be anything. */
const mostTokenBytes = 4_096;

/** The cluster's token, to be looked for in all that is given away. */
async function clusterToken({ cluster }: Settings): Promise<string[]> {
  if (cluster.kind !== 'address' || cluster.tokenFile === null) return [];
  // A FIFO must not be waited for.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const file = await open(expandHome(cluster.tokenFile), flags).catch(() => null);
  if (file === null) return [];
  try {
    if (!(await file.stat()).isFile()) return [];
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostTokenBytes), 0, mostTokenBytes, 0);
    return [buffer.toString('utf8', 0, bytesRead).trim()];
  } finally {
    await file.close();
  }
}

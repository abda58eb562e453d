import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { diagnose } from '../../../src/main/diagnostics';
import { SnapshotJournal } from '../../../src/main/logs/bundle/snapshot-journal';
import { withJobs } from '../../../src/main/logs/sources/job-spool';
import { noPlaces } from '../../../src/main/logs/sources/log-places';
import { defaultSettings } from '../../../src/shared/settings';
import { exampleSnapshot } from '../../support/snapshots';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();

function write(relative: string, text: string): string {
  const file = folder.file(relative);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return path.dirname(file);
}

it('has the logs of the session before this one and of jobs, without the token of whatever cluster', async () => {
  const now = write('ray/session_2/logs/raylet.out', 'now\n');
  write('ray/session_1/logs/raylet.out', 'before, with plainly-the-token\n');
  const jobs = write('jobs/raysubmit_1.log', 'of a job\n');
  const { preview, zip } = await diagnose({
    settings: () => ({ ...defaultSettings, cluster: { kind: 'embedded' } }),
    snapshot: () => exampleSnapshot('contributing'),
    journal: new SnapshotJournal(),
    logPlaces: async () =>
      withJobs(
        {
          ...noPlaces,
          folders: [{ kind: 'session', path: now, session: 'session_2', current: true }],
          temporaryDirectories: [folder.file('ray')],
          secrets: ['plainly-the-token'],
        },
        { directory: jobs, jobs: [] },
      ),
    missingLogs: () => ['Logs of some jobs'],
    doctor: async () => ({ at: 0, durationMs: 0, locale: 'en-GB', findings: [] }),
    now: Date.now,
  });
  const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
  expect(files.filter(([name]) => name.startsWith('logs/'))).toStrictEqual([
    ['logs/session_2/raylet.out', 'now\n'],
    ['logs/jobs/raysubmit_1.log', 'of a job\n'],
    ['logs/session_1/raylet.out', 'before, with •••\n'],
  ]);
  expect(preview.missing).toStrictEqual(['Logs of some jobs']);
});

import { doctorChecks, type DoctorFinding, type DoctorReport } from '../../src/shared/doctor';
import { exampleNow } from './snapshots';

const found: Readonly<Record<DoctorFinding['check'], string>> = {
  worker: 'Not contributing · you switched it off.',
  settings: 'They can be used, and are in use.',
  python: 'Ray 2.53.0 on Python 3.11.7',
  network: '10.77.0.9 is where the cluster will reach this machine.',
  head: 'Ray 2.53.0 answers at 10.77.0.1:6379.',
  token: 'The head accepts the token. Its file is yours alone (0600).',
  versions: 'The head has Ray 2.53.0 on Python 3.11.7: the same.',
  dashboard: 'It answers at http://10.77.0.1:8265.',
  ports:
    'The control socket answers. Metrics are not served: that is off. Ray’s ports are picked free at each join.',
  'open-files':
    'Open files: 65,536 (can be raised to: no limit). Processes: 4,000. Ray recommends 8,192 files at least.',
  memory: 'Pressure normal: 31.2 of 48 GB used, swap 0.3 GB.',
  gpu: 'Apple M4 Pro, 63 % busy, holds 17.4 of 36 GB.',
  disk: 'Ray’s session (/tmp/ray/session_2026-11-20), Raybar’s state (~/Library/Application Support/Raybar), its logs (~/Library/Logs/Raybar): 31 % full, 641 of 926 GB free on /System/Volumes/Data.',
  'model-cache': 'It lies on this machine’s own disk (apfs), 641 of 926 GB free.',
  app: 'Raybar 0.1.0, Electron 45.4.1, Node v24.1.0, Darwin 26.1.0 (Darwin Kernel Version 26.1.0), Apple M4 Pro, arm64.',
};

/** A report in which all is well, but for what is given. */
export function exampleDoctor(
  other: Partial<Record<DoctorFinding['check'], Partial<DoctorFinding>>> = {},
): DoctorReport {
  return {
    at: exampleNow,
    durationMs: 340,
    locale: 'en-GB',
    findings: doctorChecks.map((check) => ({
      check,
      status: 'ok',
      code: null,
      tried: `Looked at ${check}`,
      found: found[check],
      fixes: [],
      actions: [],
      ...other[check],
    })),
  };
}

/** A head that is away, a limit that is too low, and a token that others may read. */
export const examplePatient = (): DoctorReport =>
  exampleDoctor({
    head: {
      status: 'failed',
      code: 'head-refused',
      tried: 'Asked the head at 10.77.0.1:6379 whether it is there',
      found: '10.77.0.1:6379 refused the connection: nothing listens on that port.',
      fixes: [
        'Check the port: a Ray head listens on 6379 unless it was started with another --port.',
        'Check that the head runs.',
      ],
      actions: [{ kind: 'settings', field: 'cluster.headAddress' }],
    },
    token: { status: 'unavailable', found: 'Not asked: “Head” has to be mended first.' },
    versions: { status: 'unavailable', found: 'Not asked: “Head” has to be mended first.' },
    dashboard: { status: 'unavailable', found: 'Not asked: “Head” has to be mended first.' },
    'open-files': {
      status: 'warning',
      tried: 'Read the limits that Ray’s processes inherit from Raybar',
      found:
        'Open files: 256 (can be raised to: no limit). Processes: 2,666. Ray calls fewer than 4,096 files too low: a busy node fails with “Too many open files”.',
      fixes: [
        'Raise it: sudo launchctl limit maxfiles 65536 200000, then log in again and start Raybar anew.',
        'Lower the worker’s CPUs in Settings: each brings a process with connections of its own.',
      ],
      actions: [
        { kind: 'copy', command: 'sudo launchctl limit maxfiles 65536 200000' },
        { kind: 'settings', field: 'worker.cpus' },
      ],
    },
    memory: {
      status: 'warning',
      tried: 'Took the last reading of memory, its pressure and swap',
      found: 'Pressure high: 45.1 of 48 GB used, swap 6.2 GB.',
      fixes: [
        'Close what takes much memory, or drain the worker until there is more: Activity tells whose it is.',
        'Lower the object store’s size or the CPUs in Settings, so that fewer tasks come at once.',
      ],
      actions: [{ kind: 'activity' }, { kind: 'settings', field: 'worker.objectStoreBytes' }],
    },
  });

import type { DoctorFinding } from '../../../shared/doctor';
import { raiseOpenFilesCommand } from '../../../shared/limit-commands';
import { CommandError } from '../../system/command-error';
import type { RunCommand } from '../../system/run-command';
import { finding, type Probe } from './probe';

export interface LimitsProbeParts {
  platform: NodeJS.Platform;
  run: RunCommand;
  /** Reads /proc/self/limits; rejects where there is none. */
  readProcLimits: () => Promise<string>;
}

/** Soft limits; null: unlimited. `undefined`: not told. */
export interface Limits {
  openFiles: number | null;
  openFilesHard: number | null | undefined;
  processes: number | null | undefined;
}

const tried = 'Read the limits that Ray’s processes inherit from Raybar';

/**
 * Limits go from parent to child: what Raybar has, the next worker gets, and each of its tasks. Linux tells them in /proc; a Mac is
 * asked through a shell that Raybar starts as it starts the worker.
 */
export function limitsProbe({ platform, run, readProcLimits }: LimitsProbeParts): Probe {
  return {
    checks: ['open-files'],
    tried,
    timeLimitMs: 5_000,
    async find() {
      const limits = platform === 'darwin' ? await askShell(run) : parseProcLimits(await readProcLimits());
      return [limits === null ? unreadable : openFilesFinding(limits, platform)];
    },
  };
}

const unreadable = finding('open-files', 'unavailable', {
  tried,
  found: 'The system did not tell its limits in a form that Raybar knows.',
});

/** POSIX has `ulimit -n`, macOS's /bin/sh (bash, dash or zsh) also -S, -H and -u. */
async function askShell(run: RunCommand): Promise<Limits | null> {
  try {
    const { stdout } = await run('sh', ['-c', 'ulimit -Sn; ulimit -Hn; ulimit -Su'], { timeoutMs: 2_000 });
    return parseUlimit(stdout);
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}

/** Pure: one limit a line, a number or "unlimited". */
export function parseUlimit(stdout: string): Limits | null {
  const [files, hard, processes] = stdout.split('\n').map(limitOf);
  return files === undefined ? null : { openFiles: files, openFilesHard: hard, processes };
}

/** Pure: `Max open files            1024                 1048576              files`. */
export function parseProcLimits(text: string): Limits | null {
  const row = (name: string) => new RegExp(`^${name}\\s+(\\S+)\\s+(\\S+)`, 'm').exec(text);
  const files = row('Max open files');
  const openFiles = limitOf(files?.[1] ?? '');
  if (openFiles === undefined) return null;
  return {
    openFiles,
    openFilesHard: limitOf(files?.[2] ?? ''),
    processes: limitOf(row('Max processes')?.[1] ?? ''),
  };
}

function limitOf(text: string): number | null | undefined {
  if (text.trim() === 'unlimited') return null;
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

/** Ray warns its users below 4096 and recommends 8192 at least (ray/_private/worker.py of 2.53.0, at RLIMIT_NOFILE). */
const warnedBelow = 4_096;
const recommended = 8_192;

/** Pure. */
export function openFilesFinding(
  { openFiles, openFilesHard, processes }: Limits,
  platform: NodeJS.Platform,
): DoctorFinding {
  const number = (limit: number | null | undefined) =>
    limit === undefined ? 'not told' : limit === null ? 'no limit' : limit.toLocaleString('en-GB');
  const found = `Open files: ${number(openFiles)} (can be raised to: ${number(openFilesHard)}). Processes: ${number(processes)}.`;
  if (openFiles === null || openFiles >= recommended)
    return finding('open-files', 'ok', { tried, found: `${found} Ray recommends 8,192 files at least.` });
  const how =
    openFiles < warnedBelow
      ? 'Ray calls fewer than 4,096 files too low: a busy node fails with “Too many open files”.'
      : 'Ray recommends 8,192 files at least.';
  return finding('open-files', 'warning', {
    tried,
    found: `${found} ${how}`,
    ...raise[platform === 'darwin' ? 'mac' : 'linux'],
  });
}

/** Limits that the system sets: Raybar has no right to raise them. A worker that runs keeps what it was started with. */
const raise: Record<'mac' | 'linux', Pick<DoctorFinding, 'fixes' | 'actions'>> = {
  mac: {
    fixes: [
      `Raise it: ${raiseOpenFilesCommand}, then log in again and start Raybar anew.`,
      'Lower the worker’s CPUs in Settings: each brings a process with connections of its own.',
    ],
    actions: [
      { kind: 'copy', command: raiseOpenFilesCommand },
      { kind: 'settings', field: 'worker.cpus' },
    ],
  },
  linux: {
    fixes: [
      'Start Raybar from a shell with a higher limit: ulimit -n 65536',
      'Or raise it for good: LimitNOFILE= of its service, or nofile in /etc/security/limits.conf.',
    ],
    actions: [{ kind: 'copy', command: 'ulimit -n 65536' }],
  },
};

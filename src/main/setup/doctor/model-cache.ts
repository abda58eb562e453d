import type { DoctorFinding } from '../../../shared/doctor';
import { formatBytesOf } from '../../../shared/view/format';
import type { RunCommand } from '../../system/run-command';
import { isNetwork, type Mount, mountOf, parseMount, parseMountInfo } from './mount-table';
import { finding, type Probe } from './probe';
import { type Volume, volumeOf } from './volumes';

export interface ModelCacheProbeParts {
  platform: NodeJS.Platform;
  directory: () => string;
  run: RunCommand;
  /** Reads /proc/self/mountinfo. */
  readMountInfo: () => Promise<string>;
  /** True for a folder, false where there is nothing or something else. Asked only of a volume that answers. */
  isFolder: (path: string) => Promise<boolean>;
}

export interface ModelCache {
  directory: string;
  volume: Volume;
  /** Null: the system did not tell what is mounted there. */
  mount: Mount | null;
  isThere: boolean;
}

const tried = (directory: string): string => `Looked at the folder of the models’ cache, ${directory}`;

export function modelCacheProbe(parts: ModelCacheProbeParts): Probe {
  const { directory, run, isFolder } = parts;
  return {
    checks: ['model-cache'],
    tried: 'Looked at the folder of the models’ cache',
    timeLimitMs: 8_000,
    async find() {
      const folder = directory();
      const [volume, mounts] = await Promise.all([volumeOf(folder, run), mountTable(parts)]);
      const mount = mountOf(volume.kind === 'known' ? volume.mountPoint : folder, mounts);
      const isThere = volume.kind === 'known' && (await isFolder(folder));
      return [modelCacheFinding({ directory: folder, volume, mount, isThere })];
    },
  };
}

/** Neither asks a volume, so that one that hangs does not hang this. None where it can't be had: it is a help, no more. */
async function mountTable({ platform, run, readMountInfo }: ModelCacheProbeParts): Promise<Mount[]> {
  try {
    return platform === 'darwin'
      ? parseMount((await run('mount', [], { timeoutMs: 2_000 })).stdout)
      : parseMountInfo(await readMountInfo());
  } catch {
    return [];
  }
}

/** Less than nearly any model takes. */
const leastFreeBytes = 2 ** 30;

const settings: DoctorFinding['actions'] = [{ kind: 'settings', field: 'telemetry.modelCacheDirectory' }];

/** Pure. */
export function modelCacheFinding({ directory, volume, mount, isThere }: ModelCache): DoctorFinding {
  const kind =
    mount === null
      ? 'a file system that is not told'
      : isNetwork(mount)
        ? `a network volume (${mount.type}, ${mount.device})`
        : `this machine’s own disk (${mount.type})`;
  const told = { tried: tried(directory) };
  if (volume.kind === 'unknown') {
    const found = `It lies on ${kind}. ${volume.reason}`;
    if (volume.why === 'other') return finding('model-cache', 'unavailable', { ...told, found });
    return finding('model-cache', 'failed', {
      ...told,
      found,
      fixes: [
        'Check the network and the server, then mount the volume anew and start the tasks again.',
        'Keep the cache on this machine’s own disk, in Settings.',
      ],
      actions: settings,
    });
  }
  const free = `${formatBytesOf(volume.freeBytes, volume.totalBytes)} free`;
  const found = isThere
    ? `It lies on ${kind}, ${free}.`
    : `There is no such folder yet: the first download makes it, on ${kind}, ${free}.`;
  if (volume.freeBytes >= leastFreeBytes) return finding('model-cache', 'ok', { ...told, found });
  return finding('model-cache', 'warning', {
    ...told,
    found: `${found} That is too little for most models.`,
    fixes: ['Remove models that nobody uses.', 'Move the cache to a larger volume, in Settings.'],
    actions: settings,
  });
}

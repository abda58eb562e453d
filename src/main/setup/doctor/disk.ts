import type { DoctorFinding } from '../../../shared/doctor';
import { formatBytesOf, formatPercent } from '../../../shared/view/format';
import type { RunCommand } from '../../system/run-command';
import { finding, type Probe } from './probe';
import { type Volume, volumeOf } from './volumes';

export interface Place {
  /** "Ray’s session", "Raybar’s logs". */
  name: string;
  directory: string;
  /** Ray writes there, and stops at its own threshold. */
  ofRay: boolean;
}

const tried = 'Asked how much room is left where Ray and Raybar write';

export function diskProbe(places: () => Promise<readonly Place[]>, run: RunCommand): Probe {
  return {
    checks: ['disk'],
    tried,
    timeLimitMs: 8_000,
    async find() {
      const all = await places();
      const volumes = await Promise.all(
        all.map(async (place) => ({ ...place, volume: await volumeOf(place.directory, run) })),
      );
      return [diskFinding(volumes)];
    },
  };
}

/**
 * Beyond it a raylet says "… is over 95% full" and spills and makes no more objects there (`local_fs_capacity_threshold` in
 * src/ray/common/ray_config_def.h of 2.53.0).
 */
const rayFullShare = 0.95;
/** All that Raybar itself keeps is below 100 MB; with less than this left, the system is in trouble as well. */
const leastFreeBytes = 256 * 2 ** 20;

/** Pure. */
export function diskFinding(places: readonly (Place & { volume: Volume })[]): DoctorFinding {
  const told = places.map((place) => ({ ...place, fault: faultOf(place) }));
  const groups = new Map<string, typeof told>();
  for (const place of told) {
    const key = place.volume.kind === 'known' ? place.volume.mountPoint : place.directory;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const found = [...groups.values()]
    .map(
      (group) =>
        `${group.map(({ name, directory }) => `${name} (${directory})`).join(', ')}: ${words(group[0]?.volume)}`,
    )
    .join(' ');
  const faults = told.filter(({ fault }) => fault !== null);
  if (faults.length > 0) {
    const ofRay = faults.some(({ ofRay: rays }) => rays);
    return finding('disk', 'failed', {
      code: 'disk-full',
      tried,
      found: `${found} ${faults.map(({ fault }) => fault).join(' ')}`,
      fixes: [
        ...(ofRay
          ? ['Remove old sessions of Ray beside the one that runs (session_… in Ray’s temporary folder).']
          : []),
        'Free some space on that volume: downloads, the model cache, the trash.',
        'Move the model cache to a larger volume, in Settings.',
      ],
      actions: [{ kind: 'settings', field: 'telemetry.modelCacheDirectory' }, { kind: 'activity' }],
    });
  }
  const unknown = told.some(({ volume }) => volume.kind === 'unknown');
  return finding('disk', unknown ? 'unavailable' : 'ok', { tried, found });
}

function words(volume: Volume | undefined): string {
  if (volume === undefined || volume.kind === 'unknown')
    return `not known: ${volume?.reason ?? 'not asked.'}`;
  const { freeBytes, totalBytes, mountPoint } = volume;
  return `${formatPercent(usedShare(volume) * 100)} full, ${formatBytesOf(freeBytes, totalBytes)} free on ${mountPoint}.`;
}

const usedShare = ({ freeBytes, totalBytes }: { freeBytes: number; totalBytes: number }): number =>
  1 - freeBytes / totalBytes;

function faultOf({ name, ofRay, volume }: Place & { volume: Volume }): string | null {
  if (volume.kind === 'unknown') return null;
  if (ofRay && usedShare(volume) >= rayFullShare)
    return 'From 95 % on Ray makes and spills no more objects there.';
  return volume.freeBytes < leastFreeBytes ? `There is hardly room left for ${name}.` : null;
}

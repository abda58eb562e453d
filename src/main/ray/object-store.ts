import type { RaybarError } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import { formatBytes } from '../../shared/view/format';
import type { MachineFacts } from './start-command';

/**
 * What Ray leaves to tasks at least: it refuses to start where less than 100 MB and less than 5 % of the memory would be left
 * (`_resolve_memory_resources` in ray/_private/resource_and_label_spec.py).
 */
const leastForTasksBytes = (memoryBytes: number): number => Math.min(100e6, 0.05 * memoryBytes);

/**
 * Pure: why Ray could never start here with an object store of this size, however little else is used; null where it could. It
 * compares with what is free when it starts, which only it knows (start-failure.ts).
 */
export function objectStoreRefusal(
  objectStoreBytes: Settings['worker']['objectStoreBytes'],
  { memoryBytes }: Pick<MachineFacts, 'memoryBytes'>,
): RaybarError | null {
  if (objectStoreBytes === 'auto') return null;
  if (memoryBytes - objectStoreBytes >= leastForTasksBytes(memoryBytes)) return null;
  return {
    code: 'worker-resources-refused',
    tried: 'Compared the object store in Settings (worker.objectStoreBytes) with this machine’s memory',
    found: `An object store of ${formatBytes(objectStoreBytes)} leaves tasks nothing of the ${formatBytes(memoryBytes)} of this machine.`,
    fixes: objectStoreFixes,
    retryable: false,
  };
}

export const objectStoreFixes = [
  'Set a smaller object store in Settings (worker.objectStoreBytes), or “Automatic”: 30 % of the free memory, at most 2 GB on a Mac.',
];

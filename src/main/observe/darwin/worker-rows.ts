import type { Reading } from '../../../shared/telemetry';
import { type ProcessListing, processTree } from '../../system/process-row';
import type { MeasuredProcesses, WorkerProcesses } from '../machine-reader';

/** Pure: the newer of two listings; unavailable when there is neither. */
export function newestListing(
  shared: ProcessListing | null,
  own: Reading<ProcessListing>,
): Reading<ProcessListing> {
  if (shared === null) return own;
  return 'unavailable' in own || shared.at >= own.at ? shared : own;
}

/**
 * Pure: the worker's rows of a listing. Memory is what `ps` calls resident: shared libraries and the object store's pages count in each
 * process that maps them, compressed and swapped pages in none, and of the GPU's buffers only what the program touched itself. What Activity
 * Monitor shows (the footprint) would be nearer, but `footprint` and `top` cost more than all other commands together.
 */
export function workerRows(
  { root, taskPids }: WorkerProcesses,
  { at, rows }: ProcessListing,
): MeasuredProcesses {
  const wanted = new Set([...processTree(rows, root).map(({ pid }) => pid), ...taskPids]);
  const processes = rows
    .filter(({ pid }) => wanted.has(pid))
    .map(({ pid, startToken, cpuTimeMs, residentBytes }) => ({
      pid,
      startToken,
      cpuTimeMs,
      memoryBytes: residentBytes,
    }));
  return { at, processes };
}

import { isRecent } from '../../shared/is-recent';
import type { Notice } from '../../shared/notices';
import { formatBytes } from '../../shared/view/format';

/** What PyTorch's MPS allocator says of itself when it gives up. */
export interface MpsOutOfMemory {
  /** Held by the process that failed. */
  allocatedBytes: number;
  /** Held on the GPU by others. */
  otherBytes: number;
  /** Null: "unlimited". */
  maxBytes: number | null;
  /** What could not be had. */
  requestedBytes: number;
}

/**
 * PyTorch writes binary amounts; older ones call them GB, newer ones GiB (aten/src/ATen/mps/MPSAllocator.mm, `format_size`).
 */
const amount = String.raw`(\d{1,9}(?:\.\d{1,9})?) (bytes|[KMG]i?B)`;
const pattern = new RegExp(
  String.raw`MPS backend out of memory \(MPS allocated: ${amount}, other allocations: ${amount}, ` +
    String.raw`max allowed: (?:${amount}|unlimited)\)\. Tried to allocate ${amount}\b`,
);

/** Pure: an out-of-memory error of MPS in a line of a log; null in any other line. */
export function readMpsOutOfMemory(line: string): MpsOutOfMemory | null {
  // Nearly every line is none, and this is asked of every line.
  if (!line.includes('MPS backend out of memory')) return null;
  const found = pattern.exec(line);
  if (!found) return null;
  const [, allocated, allocatedUnit, other, otherUnit, max, maxUnit, requested, requestedUnit] = found;
  return {
    allocatedBytes: inBytes(allocated, allocatedUnit),
    otherBytes: inBytes(other, otherUnit),
    maxBytes: max === undefined ? null : inBytes(max, maxUnit),
    requestedBytes: inBytes(requested, requestedUnit),
  };
}

function inBytes(value: string | undefined, unit: string | undefined): number {
  const power = 'bKMG'.indexOf(unit?.charAt(0) ?? 'b');
  return Math.round(Number(value) * 1024 ** power);
}

/** One is told, and the ones after it for a while are the same. */
const quietForMs = 10 * 60_000;

/** Pure: the notice of an error that was found; null while the last one was told not long ago. */
export function outOfMemoryNotice(found: MpsOutOfMemory, toldAt: number | null, now: number): Notice | null {
  if (isRecent(toldAt, now, quietForMs)) return null;
  const { allocatedBytes, otherBytes, maxBytes, requestedBytes } = found;
  const limit = maxBytes === null ? '' : ` of ${formatBytes(maxBytes)} allowed`;
  return {
    id: 'mps-out-of-memory',
    title: 'A task ran out of GPU memory',
    body:
      `It wanted ${formatBytes(requestedBytes)} more; it held ${formatBytes(allocatedBytes)} ` +
      `and others ${formatBytes(otherBytes)}${limit}.`,
    action: 'open-logs',
  };
}

import { readFileSync } from 'node:fs';

/** What the kernel told a program about the machine when it started it; Node has no sysconf(3). */
export interface AuxiliaryValues {
  pageBytes: number;
  /** Of the CPU times in /proc. */
  ticksPerSecond: number;
}

/** AT_PAGESZ and AT_CLKTCK of <linux/auxvec.h>. */
const pageSizeType = 6n;
const clockTicksType = 17n;

/** Pure: reads /proc/PID/auxv, pairs of 64-bit words. What is missing is what nearly every machine has: 4 KiB and 100. */
export function parseAuxv(bytes: Buffer): AuxiliaryValues {
  const values: AuxiliaryValues = { pageBytes: 4_096, ticksPerSecond: 100 };
  for (let offset = 0; offset + 16 <= bytes.length; offset += 16) {
    const type = bytes.readBigUInt64LE(offset);
    const value = Number(bytes.readBigUInt64LE(offset + 8));
    if (type === pageSizeType) values.pageBytes = value;
    if (type === clockTicksType) values.ticksPerSecond = value;
  }
  return values;
}

/** This program's own. */
export function readAuxv(root = '/proc'): AuxiliaryValues {
  try {
    return parseAuxv(readFileSync(`${root}/self/auxv`));
  } catch {
    return parseAuxv(Buffer.alloc(0));
  }
}

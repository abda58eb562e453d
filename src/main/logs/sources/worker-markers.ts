import { closeSync, readSync } from 'node:fs';
import { mostMarkerBytes, readWorkerMarker } from '../formats/line-origin';
import { openLogFile } from '../follow/open-log-file';

/** Read at once: of a longer output what comes then is read when it is asked for again. */
const mostBytes = 2 ** 20;
/** Of one output, those that ran last. */
export const mostNames = 50;
const newline = 10;
const markerBegin = '\n:';

export interface ToldNames {
  /** The one that ran last at the end. */
  readonly names: readonly string[];
  /** Where the first line begins that was not read. */
  readonly readTo: number;
}

export const nothingTold: ToldNames = { names: [], readTo: 0 };

/** What a worker's output says about whose it is, going on from what is known: the tasks that ran there, and the actor. */
export function readTaskNames(folder: string, path: string, { names, readTo }: ToldNames): ToldNames {
  const opened = openLogFile(folder, path);
  if (opened === null) return { names, readTo };
  try {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(mostBytes, opened.stat.size - readTo)));
    const bytes = buffer.subarray(0, readSync(opened.fd, buffer, 0, buffer.length, readTo));
    const whole = bytes.lastIndexOf(newline) + 1;
    const told = new Set(names);
    for (let begin = 0; begin < whole;) {
      const end = Math.min(bytes.indexOf(newline, begin), begin + mostMarkerBytes);
      const marker = readWorkerMarker(bytes.toString('utf8', begin, end));
      if (marker !== null && marker.kind !== 'job' && marker.value !== '') {
        told.delete(marker.value);
        told.add(marker.value);
      }
      const next = bytes.indexOf(markerBegin, begin);
      begin = next === -1 ? whole : next + 1;
    }
    // A line that is longer than what is read at once names nobody.
    const isLong = whole === 0 && bytes.length === mostBytes;
    return { names: [...told].slice(-mostNames), readTo: readTo + (isLong ? bytes.length : whole) };
  } finally {
    closeSync(opened.fd);
  }
}

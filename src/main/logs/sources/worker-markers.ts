import { closeSync, readSync } from 'node:fs';
import { readWorkerMarker } from '../formats/line-origin';
import { openLogFile } from '../follow/open-log-file';

const beginningBytes = 4_096;

/** What a worker's output says at its beginning about whose it is: the actor, or the last task named there; null for none. */
export function readTaskName(folder: string, path: string): string | null {
  const opened = openLogFile(folder, path);
  if (opened === null) return null;
  try {
    const buffer = Buffer.alloc(beginningBytes);
    const got = readSync(opened.fd, buffer, 0, beginningBytes, 0);
    let task: string | null = null;
    for (const line of buffer.toString('utf8', 0, got).split('\n')) {
      const marker = readWorkerMarker(line);
      if (marker?.kind === 'actor' && marker.value !== '') return marker.value;
      if (marker?.kind === 'task' && marker.value !== '') task = marker.value;
    }
    return task;
  } finally {
    closeSync(opened.fd);
  }
}

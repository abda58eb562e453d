import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** The lines that tell most of an output: how it began and how it ended, as syncthing's monitor keeps them. */
export interface LogTail {
  first: string[];
  last: string[];
}

const firstLines = 10;
const lastLines = 50;
/** Read from each end at most; a log can be gigabytes. */
const windowBytes = 64 * 1024;

/** The first and last lines of a log file, without colours; empty when there is none. */
export async function logTail(path: string): Promise<LogTail> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return { first: [], last: [] };
  try {
    const { size } = await file.stat();
    const read = async (position: number): Promise<string[]> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(windowBytes), 0, windowBytes, position);
      const text = buffer.subarray(0, bytesRead).toString('utf8');
      return stripVTControlCharacters(text)
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '');
    };
    const head = await read(0);
    if (size <= windowBytes)
      return { first: head.slice(0, firstLines), last: head.slice(firstLines).slice(-lastLines) };
    return { first: head.slice(0, firstLines), last: (await read(size - windowBytes)).slice(-lastLines) };
  } finally {
    await file.close();
  }
}

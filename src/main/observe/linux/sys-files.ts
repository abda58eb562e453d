import { readFileSync, readdirSync } from 'node:fs';

/** A part of /proc or /sys as text; null for what is not there or not ours to read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

/** Null where there is no such folder: that is another thing than an empty one. */
export function listNames(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}

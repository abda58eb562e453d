import fs from 'node:fs/promises';
import path from 'node:path';

/** Why a file can't be used; the word becomes part of its new name. */
export type WhyAside = 'corrupt' | 'unreadable' | 'newer';

/**
 * Moves a file that can't be used out of the way, so that its owner still has it: `settings.json.corrupt-2026-11-20T17-02-00.000Z`.
 * A file kept aside before is never written over.
 *
 * @returns the new path
 * @throws the error of the file system
 */
export async function keepAside(file: string, why: WhyAside, now: number): Promise<string> {
  // A colon is a path separator to the Finder.
  const time = new Date(now).toISOString().replaceAll(':', '-');
  for (let count = 1; ; count += 1) {
    const aside = `${file}.${why}-${time}${count === 1 ? '' : `-${count}`}`;
    const taken = await fs.lstat(aside).then(
      () => true,
      () => false,
    );
    if (taken) continue;
    await fs.rename(file, aside);
    return aside;
  }
}

/** Whether a file of this name is `file`, kept aside once. */
export const isKeptAside = (name: string, file: string): boolean =>
  name.startsWith(`${path.basename(file)}.`) && /\.(corrupt|unreadable|newer)-/.test(name);

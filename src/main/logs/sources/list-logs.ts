import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { sourceNameOf, type SourceName } from './source-names';

export interface ListedLog extends SourceName {
  /** Below the folder. */
  relativePath: string;
  path: string;
  stat: Stats;
}

export interface ListedFolder {
  logs: ListedLog[];
  /** The folder and those below it. */
  directories: string[];
}

const mostDepth = 4;
/** A session of a long-lived worker has thousands of files; beyond this a folder is not a folder of logs. */
const mostFiles = 50_000;

/** Lists the logs below a folder, opening none of them. Links are left alone, and so is all that is not a regular file. */
export function listLogs(folder: string): ListedFolder {
  // The folder itself even where there is none yet: it is looked for.
  const found: ListedFolder = { logs: [], directories: [folder] };
  const visit = (directory: string, below: string, depth: number): void => {
    let entries;
    try {
      entries = readdirSync(directory, { withFileTypes: true });
    } catch {
      // Gone, or not ours to read.
      return;
    }
    if (depth > 0) found.directories.push(directory);
    for (const entry of entries) {
      const relativePath = below === '' ? entry.name : `${below}/${entry.name}`;
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (depth < mostDepth) visit(path, relativePath, depth + 1);
        continue;
      }
      if (!entry.isFile() || found.logs.length >= mostFiles) continue;
      const name = sourceNameOf(relativePath);
      const stat = name === null ? undefined : lstatSync(path, { throwIfNoEntry: false });
      if (name !== null && stat?.isFile() === true) found.logs.push({ ...name, relativePath, path, stat });
    }
  };
  visit(folder, '', 0);
  return found;
}

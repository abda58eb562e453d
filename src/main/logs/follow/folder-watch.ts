import { type FSWatcher, watch } from 'node:fs';

/** More directories than these are looked at by the slow poll alone. */
const mostDirectories = 64;

/** Hears when something happens in directories. What it misses (it does, on every system) a slow poll finds. */
export class FolderWatch {
  private readonly watchers = new Map<string, FSWatcher>();

  constructor(private readonly happened: () => void) {}

  /** Watches these, and no others. */
  set(directories: readonly string[]): void {
    const wanted = new Set(directories.slice(0, mostDirectories));
    for (const [path, watcher] of this.watchers) {
      if (wanted.has(path)) continue;
      watcher.close();
      this.watchers.delete(path);
    }
    for (const path of wanted) {
      if (!this.watchers.has(path)) this.add(path);
    }
  }

  close(): void {
    this.set([]);
  }

  private add(path: string): void {
    try {
      const watcher = watch(path, { persistent: false }, this.happened);
      // A folder that was deleted, or the system's limit of watches: the poll does.
      watcher.on('error', () => {
        watcher.close();
        this.watchers.delete(path);
      });
      this.watchers.set(path, watcher);
    } catch {
      // As above.
    }
  }
}

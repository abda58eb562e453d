import type { LogFile } from '../follow/log-file';
import type { OpenedView } from './opened-view';

/** Indexed at once, between answers: about 10 ms. */
const sliceBytes = 8 * 1024 * 1024;
/** While a large file is indexed, a view's rows are counted anew this often. */
const updateMs = 100;

/** Indexes what the views' files have that is not indexed yet, slice by slice, so that answers come between. */
export class IndexSlices {
  private running = false;

  constructor(
    private readonly views: () => Iterable<OpenedView>,
    private readonly now: () => number,
  ) {}

  /** Goes on until all is indexed. */
  goOn(): void {
    if (!this.running) this.next();
  }

  private next(): void {
    const file = this.unindexed();
    this.running = file !== null;
    if (file === null) return;
    file.advance(sliceBytes, null);
    const done = file.isIndexed;
    for (const opened of this.views()) {
      if (!opened.view.openFiles.some((each) => each.file === file)) continue;
      if (done || this.now() - opened.lastUpdatedAt > updateMs) {
        opened.lastUpdatedAt = this.now();
        opened.view.update();
      }
      opened.changed();
    }
    setImmediate(() => this.next());
  }

  private unindexed(): LogFile | null {
    for (const { view } of this.views()) {
      const found = view.openFiles.find(({ file }) => !file.isIndexed);
      if (found !== undefined) return found.file;
    }
    return null;
  }
}

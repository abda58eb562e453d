import { performance } from 'node:perf_hooks';
import type { LogFile } from '../follow/log-file';
import type { OpenedView } from './opened-view';

/** A slice should take about so long: answers come between. */
const sliceMs = 10;
/** An engine that has just started takes twenty times as long for a line as later, until its code is compiled. */
const firstSliceBytes = 256 * 1024;
const mostSliceBytes = 8 * 1024 * 1024;
/** While a large file is indexed, a view's rows are counted anew this often. */
const updateMs = 100;

/** Indexes what the views' files have that is not indexed yet, slice by slice, so that answers come between. */
export class IndexSlices {
  private running = false;
  private sliceBytes = firstSliceBytes;
  private held: NodeJS.Timeout | null = null;

  constructor(
    private readonly views: () => Iterable<OpenedView>,
    private readonly now: () => number,
    /** Called when a hold is over. */
    private readonly resumed: () => void,
  ) {}

  /** Goes on until all is indexed. */
  goOn(): void {
    if (this.held !== null || this.running) return;
    this.running = true;
    setImmediate(() => this.next());
  }

  /** Leaves the processor to who draws the first lines, for so many ms. */
  hold(ms: number): void {
    if (this.held !== null) clearTimeout(this.held);
    this.held = setTimeout(() => {
      this.held = null;
      this.resumed();
      this.goOn();
    }, ms);
  }

  private next(): void {
    const file = this.held === null ? this.unindexed() : null;
    this.running = file !== null;
    if (file === null) return;
    this.takeSlice(file);
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

  private takeSlice(file: LogFile): void {
    const startedAt = performance.now();
    file.advance(this.sliceBytes, null);
    const tookMs = performance.now() - startedAt;
    if (tookMs < sliceMs / 2) this.sliceBytes = Math.min(mostSliceBytes, this.sliceBytes * 2);
    else if (tookMs > sliceMs * 2) this.sliceBytes = Math.max(firstSliceBytes, this.sliceBytes / 2);
  }

  private unindexed(): LogFile | null {
    for (const { view } of this.views()) {
      const found = view.openFiles.find(({ file }) => !file.isIndexed);
      if (found !== undefined) return found.file;
    }
    return null;
  }
}

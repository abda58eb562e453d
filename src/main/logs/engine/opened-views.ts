import { viewGone } from './engine-error';
import type { OpenedView } from './opened-view';

const mostViews = 4;
/** A view that nobody asks anything of is closed. */
const forgottenMs = 5 * 60_000;

/** The views that are open, the one that was asked longest ago first: it makes room for a fifth. */
export class OpenedViews {
  private readonly views = new Map<string, OpenedView>();

  /** @param closed a view was closed: what it held is to be let go of */
  constructor(
    private readonly now: () => number,
    private readonly closed: (opened: OpenedView) => void,
  ) {}

  get count(): number {
    return this.views.size;
  }

  all(): OpenedView[] {
    return [...this.views.values()];
  }

  has(id: string): boolean {
    return this.views.has(id);
  }

  /** @throws RaybarFailure log-view-gone */
  asked(id: string): OpenedView {
    const opened = this.views.get(id);
    if (opened === undefined) throw viewGone('Asked for lines of a view', 'It was closed.');
    opened.lastUsedAt = this.now();
    // The one that was asked last is closed last.
    this.views.delete(id);
    this.views.set(id, opened);
    return opened;
  }

  add(opened: OpenedView): void {
    this.views.set(opened.id, opened);
  }

  /** Closes what is too much for another one to be opened. */
  makeRoom(): void {
    const tooMany = Math.max(0, this.views.size - mostViews + 1);
    for (const oldest of [...this.views.keys()].slice(0, tooMany)) this.close(oldest);
  }

  closeForgotten(): void {
    for (const [id, { lastUsedAt }] of this.views) {
      if (lastUsedAt + forgottenMs < this.now()) this.close(id);
    }
  }

  close(id: string): void {
    const opened = this.views.get(id);
    if (opened === undefined) return;
    this.views.delete(id);
    opened.close();
    this.closed(opened);
  }

  closeAll(): void {
    for (const id of this.views.keys()) this.close(id);
  }
}

import type { CommandHandlers } from '../../../shared/ipc';
import type { LogFollow } from '../../../shared/log-views';
import type { OpenedView } from './opened-view';
import type { ViewReader } from './view-reader';

export interface FollowParts {
  reader: ViewReader;
  now: () => number;
  look: () => void;
  isOpen: () => boolean;
}

/** The next lines of a view that were not told; waits for some. Where the view has a search, those that match. */
export async function followView(
  opened: OpenedView,
  { most, waitMs, reveal }: Pick<Parameters<CommandHandlers['logsFollow']>[0], 'most' | 'waitMs' | 'reveal'>,
  { reader, now, look, isOpen }: FollowParts,
): Promise<LogFollow> {
  const { view } = opened;
  const until = now() + waitMs;
  for (;;) {
    const { following } = view;
    const { lines, skipped, more, restsInMs, from, undo } = following.take(view.openFiles, most);
    // Their text is read when this returns; what is awaited is the search.
    const matching = reader.matching(view, lines, reveal);
    const wasCut = from.some((file) => !file.isIntact());
    if (wasCut) undo();
    const told = await matching;
    if (wasCut) {
      // While it was read: where its lines are now, a look finds.
      look();
      continue;
    }
    const left = until - now();
    if (told.length > 0 || skipped > 0 || left <= 0 || !isOpen()) {
      return { rows: told, skippedRows: skipped, more };
    }
    if (!more) await opened.nextChange(Math.min(left, restsInMs));
  }
}

import type { LogViewState } from '../../../shared/log-views';
import type { OpenedView } from './opened-view';

/** What is told of a view. Rows that are not indexed yet count as skipped when all was indexed once: then they came in a burst. */
export function viewStateOf(opened: OpenedView): LogViewState {
  const { view } = opened;
  const { pending } = view.rows;
  if (pending === null) opened.wasIndexed = true;
  let all = 0;
  let indexed = 0;
  for (const { file } of view.openFiles) {
    all += file.size;
    indexed += Math.min(file.size, file.index.indexedTo);
  }
  const skipped = opened.wasIndexed ? (pending?.count ?? 0) : 0;
  return view.state(all === 0 ? 1 : indexed / all, skipped, opened.used.size);
}

import { firstLogRows } from '../../shared/first-log-rows';
import type { CommandInput, RaybarBridge } from '../../shared/ipc';
import type { LogAnchor, LogOpened, LogPlace, LogQuery, LogSearch, LogsTarget } from '../../shared/log-views';
import { invoke } from '../invoke';
import { allLogs, type ScrollOrder } from './viewer-state';

/** What the window was opened for, and its view, opened before the window is drawn. */
export interface Opening {
  readonly target: LogsTarget;
  readonly opened: LogOpened;
}

/** Asks what the window was opened for, and opens that. Null: it is only made ready, or the view could not be opened: who draws the window asks again. */
export async function takeOpening(bridge: RaybarBridge): Promise<Opening | null> {
  const taken = await invoke(bridge, 'takeLogsTarget', undefined);
  if (taken.type === 'error' || taken.value === null) return null;
  const target = taken.value;
  const opened = await invoke(bridge, 'logsOpen', openInput(queryFor(target), null, target.anchor));
  return opened.type === 'error' ? null : { target, opened: opened.value };
}

/** What a window that is opened for this shows. */
export const queryFor = ({ sources }: Pick<LogsTarget, 'sources'>): LogQuery => ({ ...allLogs, sources });

export const openInput = (
  query: LogQuery,
  search: LogSearch | null,
  anchor: LogAnchor,
): CommandInput<'logsOpen'> => ({ query, search, anchor, aroundRows: firstLogRows });

/** Where a view that was opened is shown: at its end, which it follows then, or at its anchor, with what was before that. */
export function openedOrder(
  anchor: LogAnchor,
  { row, exact }: Pick<LogPlace, 'row' | 'exact'>,
): Pick<ScrollOrder, 'row' | 'align'> {
  const atEnd = anchor === 'end' || (anchor === 'failure' && !exact);
  return { row, align: atEnd ? 'end' : 'start' };
}

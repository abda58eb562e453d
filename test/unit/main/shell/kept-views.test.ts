import { describe, expect, it, vi } from 'vitest';
import { keepViews } from '../../../../src/main/shell/kept-views';
import type { CommandHandlers } from '../../../../src/shared/ipc';
import { logQuerySchema, type LogOpened } from '../../../../src/shared/log-views';

const opened = (view: string): LogOpened => ({
  state: {
    view,
    revision: 1,
    rowCount: 0,
    pending: null,
    indexedShare: 1,
    openSources: 0,
    leftOutSources: 0,
    skippedRows: 0,
    search: null,
    problem: null,
  },
  anchor: { revision: 1, row: 0, key: null, exact: false },
});
const input = { query: logQuerySchema.parse({}), search: null, anchor: 'end' as const };

function engine() {
  let count = 0;
  const logsClose = vi.fn<CommandHandlers['logsClose']>(async () => undefined);
  return { logsOpen: async () => opened(`v${(count += 1)}`), logsClose };
}

describe('the views of a window that goes', () => {
  it('are closed, but for those that it closed itself', async () => {
    const logs = engine();
    const views = keepViews(logs);
    await views.handlers.logsOpen(input);
    await views.handlers.logsOpen(input);
    await views.handlers.logsClose({ view: 'v1' });
    logs.logsClose.mockClear();
    await views.closeAll();
    expect(logs.logsClose.mock.calls).toEqual([[{ view: 'v2' }]]);
  });

  it('are closed also when they open after it has gone', async () => {
    const logs = engine();
    const views = keepViews(logs);
    const late = views.handlers.logsOpen(input);
    await views.closeAll();
    await late;
    expect(logs.logsClose.mock.calls).toEqual([[{ view: 'v1' }]]);
  });

  it('leave those of others open', async () => {
    const logs = engine();
    const mine = keepViews(logs);
    const others = keepViews(logs);
    await others.handlers.logsOpen(input);
    await mine.closeAll();
    expect(logs.logsClose).not.toHaveBeenCalled();
  });
});

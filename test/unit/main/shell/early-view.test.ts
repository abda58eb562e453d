import { describe, expect, it, vi } from 'vitest';
import { openEarly } from '../../../../src/main/shell/early-view';
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
const atEnd = { query: logQuerySchema.parse({}), search: null, anchor: 'end' as const };

function engine() {
  let count = 0;
  return {
    logsOpen: vi.fn<CommandHandlers['logsOpen']>(async () => opened(`v${(count += 1)}`)),
    logsClose: vi.fn<CommandHandlers['logsClose']>(async () => undefined),
  };
}

describe('a view that is opened before its page asks for it', () => {
  it('is the page’s', async () => {
    const logs = engine();
    const early = openEarly(logs);
    early.begin(atEnd);
    expect(logs.logsOpen).toHaveBeenCalledTimes(1);
    expect(await early.logsOpen(atEnd)).toEqual(opened('v1'));
    expect(logs.logsOpen).toHaveBeenCalledTimes(1);
  });

  it('is the page’s first alone', async () => {
    const early = openEarly(engine());
    early.begin(atEnd);
    await early.logsOpen(atEnd);
    expect((await early.logsOpen(atEnd)).state.view).toBe('v2');
  });

  it('is not given to who asks for something else, and closed then', async () => {
    const logs = engine();
    const early = openEarly(logs);
    early.begin(atEnd);
    expect((await early.logsOpen({ ...atEnd, anchor: 'failure' })).state.view).toBe('v2');
    expect(logs.logsClose.mock.calls).toEqual([[{ view: 'v1' }]]);
  });

  it('is closed where the window was closed before its page asked', async () => {
    const logs = engine();
    const early = openEarly(logs);
    early.begin(atEnd);
    early.drop();
    await vi.waitFor(() => expect(logs.logsClose.mock.calls).toEqual([[{ view: 'v1' }]]), 30_000);
    expect((await early.logsOpen(atEnd)).state.view).toBe('v2');
  });

  it('is opened again where it could not be', async () => {
    const logs = engine();
    const early = openEarly(logs);
    logs.logsOpen.mockRejectedValueOnce(new Error('no engine'));
    early.begin(atEnd);
    expect((await early.logsOpen(atEnd)).state.view).toBe('v1');
  });
});

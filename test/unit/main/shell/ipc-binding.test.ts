import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import {
  bindIpc,
  type BoundWindow,
  type Dispatch,
  type IpcPort,
} from '../../../../src/main/shell/ipc-binding';
import { eventChannel, invokeChannel } from '../../../../src/shared/ipc-channels';
import { success } from '../../../../src/shared/errors';
import { exampleSnapshot } from '../../../support/snapshots';

const pageUrl = 'file:///app/out/renderer/popover/index.html';
type Invoked = Parameters<IpcPort['handle']>[1];

/** Electron's ipcMain, and pages that speak through it. */
function ipcOf() {
  const handlers = new Map<string, Invoked>();
  const ipcMain = Object.assign(new EventEmitter(), {
    handle: (channel: string, handler: Invoked) => void handlers.set(channel, handler),
    removeHandler: (channel: string) => void handlers.delete(channel),
  });
  const from = (id: number, url: string) => ({ sender: { id }, senderFrame: { url, parent: null } });
  return {
    ipcMain,
    handlers,
    invoke: (id: number, url: string, name: string, input?: unknown) =>
      handlers.get(invokeChannel)?.(from(id, url), name, input),
    listen: (id: number, name: string, listens: boolean, url = pageUrl) =>
      ipcMain.emit(eventChannel, from(id, url), name, listens),
  };
}

function windowOf(id: number, visible = true) {
  const send = vi.fn<(channel: string, ...values: unknown[]) => void>();
  const dispatch = vi.fn<Dispatch>(async () => success('done'));
  const window: BoundWindow = {
    contents: { id, send, isDestroyed: () => false },
    pageUrl,
    dispatch,
    isVisible: () => visible,
  };
  return { window, send, dispatch };
}

const delta = { base: 1, changes: { seq: 2 } };

describe('the binding of windows', () => {
  it('passes a page’s command to its window’s dispatch, and the answer back', async () => {
    const { ipcMain, invoke } = ipcOf();
    const { window, dispatch } = windowOf(3);
    bindIpc(ipcMain).bind(window);
    expect(await invoke(3, pageUrl, 'pause', { minutes: 30 })).toEqual(success('done'));
    expect(dispatch).toHaveBeenCalledExactlyOnceWith('pause', { minutes: 30 });
  });

  it.each([
    ['a window that is not ours', 4, pageUrl],
    ['our window after it went to another page', 3, 'https://example.com/'],
  ])('refuses %s', async (_, id, url) => {
    const { ipcMain, invoke } = ipcOf();
    const { window, dispatch } = windowOf(3);
    bindIpc(ipcMain).bind(window);
    expect(await invoke(id, url, 'off')).toMatchObject({ type: 'error', error: { code: 'command-invalid' } });
    expect(dispatch).not.toHaveBeenCalled();
  });

  it('refuses a window that has been unbound', async () => {
    const { ipcMain, invoke } = ipcOf();
    const { window } = windowOf(3);
    bindIpc(ipcMain).bind(window)();
    expect(await invoke(3, pageUrl, 'off')).toMatchObject({ type: 'error' });
  });

  it('tells events to those who listen and are seen, and to nobody else', () => {
    const { ipcMain, listen } = ipcOf();
    const ipc = bindIpc(ipcMain);
    const [listens, deaf, hidden, left] = [windowOf(1), windowOf(2), windowOf(3, false), windowOf(4)];
    for (const { window } of [listens, deaf, hidden, left]) ipc.bind(window);
    for (const id of [1, 3, 4]) listen(id, 'delta', true);
    listen(2, 'snapshot', true);
    listen(4, 'delta', false);
    ipc.send('delta', delta);
    expect(listens.send).toHaveBeenCalledExactlyOnceWith(eventChannel, 'delta', delta);
    for (const { send } of [deaf, hidden, left]) expect(send).not.toHaveBeenCalled();
  });

  it('tells one window what it missed before it is seen again', () => {
    const { ipcMain, listen } = ipcOf();
    const ipc = bindIpc(ipcMain);
    const { window, send } = windowOf(1, false);
    ipc.bind(window);
    listen(1, 'snapshot', true);
    ipc.sendTo(1, 'snapshot', exampleSnapshot());
    expect(send).toHaveBeenCalledExactlyOnceWith(eventChannel, 'snapshot', exampleSnapshot());
  });

  it('takes no subscription from strangers, or to what there is not', () => {
    const { ipcMain, listen } = ipcOf();
    const ipc = bindIpc(ipcMain);
    const { window, send } = windowOf(1);
    ipc.bind(window);
    listen(1, 'delta', true, 'https://example.com/');
    listen(1, 'toString', true);
    ipc.send('delta', delta);
    expect(send).not.toHaveBeenCalled();
  });

  it('leaves Electron’s channels as it found them', () => {
    const { ipcMain, handlers } = ipcOf();
    bindIpc(ipcMain).close();
    expect(handlers.size).toBe(0);
    expect(ipcMain.eventNames()).toEqual([]);
  });
});

import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { confine, denyPermissions, isOwnPage, type Page } from '../../../../src/main/shell/hardening';

describe('a session', () => {
  it('denies whatever a page asks for', () => {
    const answers: unknown[] = [];
    denyPermissions({
      setPermissionRequestHandler: (handler) =>
        handler(null, 'media', (granted) => void answers.push(granted)),
      setPermissionCheckHandler: (handler) => void answers.push(handler()),
      setDevicePermissionHandler: (handler) => void answers.push(handler()),
    });
    expect(answers).toEqual([false, false, false]);
  });
});

describe('a page', () => {
  it.each(['will-navigate', 'will-redirect', 'will-attach-webview'])('is kept from %s', (event) => {
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: vi.fn<Page['setWindowOpenHandler']>(),
    });
    confine(contents);
    const preventDefault = vi.fn<() => void>();
    contents.emit(event, { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  it('opens no window', () => {
    const answers: unknown[] = [];
    const setWindowOpenHandler: Page['setWindowOpenHandler'] = (handler) => void answers.push(handler());
    confine(Object.assign(new EventEmitter(), { setWindowOpenHandler }));
    expect(answers).toEqual([{ action: 'deny' }]);
  });
});

describe('a message', () => {
  const page = 'file:///app/out/renderer/popover/index.html';

  it('is listened to when the main frame of the window’s own page sends it', () => {
    expect(isOwnPage({ senderFrame: { url: page, parent: null } }, page)).toBe(true);
    expect(isOwnPage({ senderFrame: { url: `${page}#tasks`, parent: null } }, page)).toBe(true);
  });

  it.each([
    ['another file', { url: 'file:///tmp/index.html', parent: null }],
    ['a site', { url: 'https://example.com/', parent: null }],
    ['a frame within the page', { url: page, parent: {} }],
    ['the page with a query', { url: `${page}?x`, parent: null }],
    ['a frame that is gone', null],
  ])('is refused from %s', (_, senderFrame) => {
    expect(isOwnPage({ senderFrame }, page)).toBe(false);
  });
});

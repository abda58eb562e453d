import { stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { securePreferences } from '../../src/main/shell/window-options';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { waitFor } from '../support/wait-for';

describe('a window of the running app', () => {
  let app: RaybarApp;
  let page: Page;

  beforeAll(async () => {
    app = await startRaybarApp();
    await app.control.invoke('openSettings', undefined);
    page = await app.page('settings');
    await page.getByRole('heading').first().waitFor();
  });
  afterAll(() => app?.stop());

  const urls = () =>
    app.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => contents.getURL()),
    );

  it('runs with the preferences that are meant', async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        ...Reflect.get(window.webContents, 'getLastWebPreferences').call(window.webContents),
      })),
    );
    expect(preferences.length).toBeGreaterThan(0);
    // What Electron tells of; the others are held by the unit test of the options.
    const {
      spellcheck: _,
      navigateOnDragDrop: __,
      nodeIntegrationInWorker: ___,
      ...told
    } = securePreferences;
    for (const each of preferences) expect(each).toMatchObject(told);
  });

  it('has no Node and no Electron in its page, and of Raybar the bridge alone', async () => {
    expect(await page.evaluate(`[typeof require, typeof process, typeof module, typeof Buffer]`)).toEqual(
      Array.from({ length: 4 }, () => 'undefined'),
    );
    expect(await page.evaluate(`Object.keys(raybar).sort()`)).toEqual(['invoke', 'locale', 'subscribe']);
  });

  it('stays on its page', async () => {
    const before = await urls();
    await page.evaluate(`location.href = 'https://example.com/'`);
    await page.evaluate(`location.href = 'file:///etc/passwd'`).catch(() => undefined);
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 100))`);
    expect(await urls()).toEqual(before);
  });

  it('opens no other window', async () => {
    const before = await urls();
    expect(await page.evaluate(`window.open('https://example.com/')`)).toBeNull();
    expect(await urls()).toEqual(before);
  });

  it('is granted no permission', async () => {
    expect(await page.evaluate(`Notification.requestPermission()`)).toBe('denied');
    expect(
      await page.evaluate(
        `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', (error) => error.name)`,
      ),
    ).not.toBe('granted');
    expect(
      await page.evaluate(
        `new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('granted'), (error) => resolve(error.code)))`,
      ),
    ).toBe(1);
  });

  it('runs no script that is written into it, and reaches no network', async () => {
    expect(
      await page.evaluate(`new Promise((resolve) => {
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
        document.body.append(script);
      })`),
    ).toBe('script-src-elem');
    expect(await page.evaluate(`window.injected`)).toBeUndefined();
    expect(await page.evaluate(`fetch('https://example.com/').then(() => 'reached', () => 'refused')`)).toBe(
      'refused',
    );
  });

  it('is refused what is not in the schema, by value', async () => {
    expect(await page.evaluate(`raybar.invoke('shutDownEverything')`)).toMatchObject({
      type: 'error',
      error: { code: 'command-invalid' },
    });
    expect(await page.evaluate(`raybar.invoke('pause', { minutes: -1 })`)).toMatchObject({
      type: 'error',
      error: { code: 'command-invalid' },
    });
  });

  it('is not listened to when it is not ours, though it has our preload', async () => {
    const preload = path.resolve('out/preload/index.cjs');
    const answer = await app.electron.evaluate(async ({ BrowserWindow }, file) => {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload: file, sandbox: true, contextIsolation: true },
      });
      await foreign.loadURL('data:text/html,<title>foreign</title>');
      const result: unknown = await foreign.webContents.executeJavaScript(`raybar.invoke('status')`);
      foreign.destroy();
      return result;
    }, preload);
    expect(answer).toMatchObject({ type: 'error', error: { code: 'command-invalid' } });
  });

  it('keeps its files from others', async () => {
    const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
    expect(await mode(app.stateDirectory)).toBe('700');
    await waitFor('the log', () => mode(`${app.stateDirectory}/logs/raybar.log`).catch(() => false));
    expect(await mode(`${app.stateDirectory}/logs/raybar.log`)).toBe('600');
  });
});

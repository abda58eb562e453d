import { describe, expect, it } from 'vitest';
import { windowKinds, windowOptions } from '../../../../src/main/shell/window-options';

const around = {
  platform: 'linux',
  dark: false,
  preload: '/app/out/preload/index.cjs',
  devTools: false,
  locale: 'en-DE',
} as const;

describe('a window', () => {
  it.each(windowKinds)('of kind %s is locked down', (kind) => {
    expect(windowOptions(kind, around).webPreferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
      preload: '/app/out/preload/index.cjs',
      // What its numbers look like, and nothing else, is told to a page before it asks.
      additionalArguments: ['--raybar-locale=en-DE'],
    });
  });

  it.each(windowKinds)('of kind %s is not seen before its page is', (kind) => {
    expect(windowOptions(kind, around).show).toBe(false);
  });

  it('has the theme’s colour behind its page', () => {
    const light = windowOptions('settings', around).backgroundColor;
    const dark = windowOptions('settings', { ...around, dark: true }).backgroundColor;
    expect(light).not.toBe(dark);
  });

  it('lets the Mac’s material through the popover', () => {
    expect(windowOptions('popover', { ...around, platform: 'darwin' })).toMatchObject({
      vibrancy: 'popover',
      backgroundColor: '#00000000',
    });
  });

  it('is a popover without frame or place in the task bar', () => {
    expect(windowOptions('popover', around)).toMatchObject({
      width: 360,
      frame: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      resizable: false,
    });
  });
});

import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import { localeArgument } from '../../shared/ipc-channels';

export const windowKinds = ['popover', 'settings', 'activity', 'logs', 'doctor'] as const;
export type WindowKind = (typeof windowKinds)[number];

export interface WindowSurroundings {
  readonly platform: NodeJS.Platform;
  readonly dark: boolean;
  /** Absolute path of the preload bundle. */
  readonly preload: string;
  /** False in the packaged app. */
  readonly devTools: boolean;
  /** As `app.getSystemLocale()` tells it. */
  readonly locale: string;
}

/** What every window is locked down with. Most are Electron's defaults: said here so that no default decides them. */
export const securePreferences = {
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
  // Chromium would fetch a dictionary from the Internet for it on Linux.
  spellcheck: false,
} as const satisfies WebPreferences;

export const popoverWidthPx = 360;
/** Before the page has told how tall it is. */
export const popoverFirstHeightPx = 420;

/** What is behind the page until its first paint, so that nothing flashes white (or black). The pages use the same. */
export const backgrounds = { light: '#f6f6f7', dark: '#232326' } as const;

const ownOptions: Record<WindowKind, (platform: NodeJS.Platform) => BrowserWindowConstructorOptions> = {
  popover: popoverOptions,
  settings: settingsOptions,
  activity: activityOptions,
  logs: logsOptions,
  doctor: doctorOptions,
};

/** How a window of this kind is made: hidden, locked down, in the theme's colour. */
export function windowOptions(
  kind: WindowKind,
  { platform, dark, preload, devTools, locale }: WindowSurroundings,
): BrowserWindowConstructorOptions {
  return {
    show: false,
    backgroundColor: dark ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      ...securePreferences,
      preload,
      devTools,
      additionalArguments: [`${localeArgument}${locale}`],
    },
    ...ownOptions[kind](platform),
  };
}

function popoverOptions(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    title: 'Raybar',
    width: popoverWidthPx,
    height: popoverFirstHeightPx,
    useContentSize: true,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    hasShadow: true,
    ...(platform === 'darwin'
      ? // The material shows through: a background colour would cover it.
        { vibrancy: 'popover', visualEffectState: 'active', backgroundColor: '#00000000' }
      : {}),
  };
}

function settingsOptions(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    title: 'Raybar Settings',
    width: 560,
    height: 640,
    minWidth: 480,
    minHeight: 400,
    useContentSize: true,
    fullscreenable: false,
    maximizable: false,
    ...withoutMenuBar(platform),
  };
}

function activityOptions(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    title: 'Raybar Activity',
    width: 980,
    height: 800,
    minWidth: 480,
    minHeight: 400,
    useContentSize: true,
    ...withoutMenuBar(platform),
  };
}

function logsOptions(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    title: 'Raybar Logs',
    width: 1120,
    height: 720,
    minWidth: 560,
    minHeight: 360,
    useContentSize: true,
    ...withoutMenuBar(platform),
  };
}

function doctorOptions(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    title: 'Raybar Doctor',
    width: 640,
    height: 720,
    minWidth: 420,
    minHeight: 360,
    useContentSize: true,
    fullscreenable: false,
    maximizable: false,
    ...withoutMenuBar(platform),
  };
}

/** Linux draws the application's menu into each window; ours is for macOS alone. */
function withoutMenuBar(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return platform === 'darwin' ? {} : { autoHideMenuBar: true };
}

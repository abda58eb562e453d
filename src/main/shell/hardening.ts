import type { App } from 'electron';

/** Holds every session and every page of the app to: no permissions, no other page, no other window. */
export function hardenApp(app: Pick<App, 'on'>): void {
  // As they are made, not before: a session that nobody uses yet would start Chromium's network process.
  app.on('session-created', denyPermissions);
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

/** Electron's Session, as far as it is needed here. */
export interface PermissionGate {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

export function denyPermissions(session: PermissionGate): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Electron's WebContents, as far as it is needed here. */
export interface Page extends Pick<NodeJS.EventEmitter, 'on'> {
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
}

/** The page that main has loaded is the only one there is. */
export function confine(contents: Page): void {
  for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
    contents.on(event, (prevented: { preventDefault(): void }) => prevented.preventDefault());
  }
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Who sent a message, as Electron tells it. */
export interface IpcSender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** Only the main frame of a window's own page is listened to. */
export function isOwnPage({ senderFrame }: IpcSender, pageUrl: string): boolean {
  return senderFrame !== null && senderFrame.parent === null && withoutHash(senderFrame.url) === pageUrl;
}

function withoutHash(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}

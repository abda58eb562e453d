import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import dbus from 'dbus-next';
import { startBusDaemon } from './desktop/bus-daemon';
import { EventLog } from './desktop/event-log';
import { serveNotifications, type NotificationServer } from './desktop/notification-server';
import { serveInhibitors, serveLoginManager, type LoginManager } from './desktop/power-services';
import { TrayClient } from './desktop/tray-client';
import { serveTrayWatcher } from './desktop/tray-watcher';

export interface DesktopBus {
  /** What an app needs in its environment to live on this desktop. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: EventLog;
  readonly tray: TrayClient;
  readonly notifications: NotificationServer;
  readonly login: LoginManager;
  /** Await the app's exit before: Electron aborts when its session bus goes first. */
  stop(): Promise<void>;
}

/**
 * A private desktop: a session bus and a system bus of its own, with the services that a tray app talks to. What the
 * app does there is real; nothing of it reaches the machine's own desktop.
 */
export async function startDesktopBus(): Promise<DesktopBus> {
  const directory = await mkdtemp(path.join(tmpdir(), 'raybar-desktop-'));
  const sessionDaemon = await startBusDaemon(directory, 'session');
  const systemDaemon = await startBusDaemon(directory, 'system');
  const session = dbus.sessionBus({ busAddress: sessionDaemon.address });
  const system = dbus.sessionBus({ busAddress: systemDaemon.address });
  const log = new EventLog();
  const items = await serveTrayWatcher(session, log);
  const notifications = await serveNotifications(session, log);
  await serveInhibitors(session, log);
  const login = await serveLoginManager(system, log);
  const tray = new TrayClient(session, () => {
    const item = items.at(-1);
    if (item === undefined) throw new Error('No tray icon has come to the panel.');
    return item;
  });
  return {
    environment: {
      DBUS_SESSION_BUS_ADDRESS: sessionDaemon.address,
      DBUS_SYSTEM_BUS_ADDRESS: systemDaemon.address,
      XDG_CURRENT_DESKTOP: 'XFCE',
    },
    log,
    tray,
    notifications,
    login,
    async stop() {
      for (const bus of [session, system]) {
        // What the app asked last may come only now: nobody waits for its answer, and on a closed connection there is none.
        bus.addMethodHandler(() => true);
        bus.on('error', () => undefined);
        bus.disconnect();
      }
      await Promise.all([sessionDaemon.stop(), systemDaemon.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

import dbus from 'dbus-next';
import { serveObject } from './dbus-object';
import type { EventLog } from './event-log';

/** Where powerSaveBlocker asks that the machine stay awake (with XDG_CURRENT_DESKTOP=XFCE). */
export async function serveInhibitors(bus: dbus.MessageBus, log: EventLog): Promise<void> {
  let lastCookie = 0;
  const places = [
    {
      name: 'org.freedesktop.PowerManagement',
      path: '/org/freedesktop/PowerManagement/Inhibit',
      interface: 'org.freedesktop.PowerManagement.Inhibit',
    },
    {
      name: 'org.freedesktop.ScreenSaver',
      path: '/org/freedesktop/ScreenSaver',
      interface: 'org.freedesktop.ScreenSaver',
    },
  ];
  for (const { name, ...at } of places) {
    serveObject(
      bus,
      at,
      {
        Inhibit(_app: string, reason: string) {
          log.push({ kind: 'inhibited', service: at.interface, reason, cookie: ++lastCookie });
          return lastCookie;
        },
        UnInhibit(cookie: number) {
          log.push({ kind: 'uninhibited', service: at.interface, cookie });
        },
      },
      { methods: { Inhibit: { inSignature: 'ss', outSignature: 'u' }, UnInhibit: { inSignature: 'u' } } },
    );
    await bus.requestName(name, 0);
  }
}

export interface LoginManager {
  /** PrepareForSleep, before and after. */
  suspend(): void;
  resume(): void;
  shutdown(): void;
}

/** Is logind on the system bus: it tells of a sleep before and after. */
export async function serveLoginManager(bus: dbus.MessageBus, log: EventLog): Promise<LoginManager> {
  const manager = serveObject(
    bus,
    { path: '/org/freedesktop/login1', interface: 'org.freedesktop.login1.Manager' },
    {
      Inhibit(what: string, _who: string, _why: string, mode: string) {
        log.push({ kind: 'sleep-lock-asked', what, mode });
        throw new dbus.DBusError(
          'org.freedesktop.DBus.Error.NotSupported',
          'dbus-next cannot pass the file descriptor that a lock is',
        );
      },
    },
    {
      methods: { Inhibit: { inSignature: 'ssss', outSignature: 'h' } },
      signals: { PrepareForSleep: { signature: 'b' }, PrepareForShutdown: { signature: 'b' } },
    },
  );
  await bus.requestName('org.freedesktop.login1', 0);
  return {
    suspend: () => manager.emit('PrepareForSleep', true),
    resume: () => manager.emit('PrepareForSleep', false),
    shutdown: () => manager.emit('PrepareForShutdown', true),
  };
}

import type dbus from 'dbus-next';
import { serveObject } from './dbus-object';
import type { EventLog } from './event-log';

/** Is the panel that tray icons (StatusNotifierItems) tell of themselves. Gives the list of their bus names. */
export async function serveTrayWatcher(bus: dbus.MessageBus, log: EventLog): Promise<readonly string[]> {
  const items: string[] = [];
  const name = 'org.kde.StatusNotifierWatcher';
  const watcher = serveObject(
    bus,
    { path: '/StatusNotifierWatcher', interface: name },
    {
      RegisterStatusNotifierItem(service: string) {
        items.push(service);
        watcher.emit('StatusNotifierItemRegistered', service);
        log.push({ kind: 'tray-item', service });
      },
      RegisterStatusNotifierHost() {},
    },
    {
      methods: {
        RegisterStatusNotifierItem: { inSignature: 's' },
        RegisterStatusNotifierHost: { inSignature: 's' },
      },
      properties: {
        RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
        IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
        ProtocolVersion: { signature: 'i', access: 'read' },
      },
      signals: { StatusNotifierItemRegistered: { signature: 's' } },
    },
    {
      RegisteredStatusNotifierItems: () => items,
      IsStatusNotifierHostRegistered: () => true,
      ProtocolVersion: () => 0,
    },
  );
  await bus.requestName(name, 0);
  return items;
}

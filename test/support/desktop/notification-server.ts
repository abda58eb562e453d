import type dbus from 'dbus-next';
import { serveObject } from './dbus-object';
import type { EventLog } from './event-log';

export interface NotificationServer {
  /** The owner clicks on it. */
  click(id: number): void;
  dismiss(id: number): void;
}

const closedByOwner = 2;
const closedByCall = 3;

export async function serveNotifications(bus: dbus.MessageBus, log: EventLog): Promise<NotificationServer> {
  const name = 'org.freedesktop.Notifications';
  let lastId = 0;
  const server = serveObject(
    bus,
    { path: '/org/freedesktop/Notifications', interface: name },
    {
      GetCapabilities: () => ['body', 'actions', 'body-markup'],
      GetServerInformation: () => ['raybar-tests', 'raybar', '1', '1.2'],
      Notify(_app: string, replaces: number, _icon: string, title: string, body: string, actions: string[]) {
        const id = replaces === 0 ? ++lastId : replaces;
        log.push({ kind: 'notification', id, title, body, actions });
        return id;
      },
      CloseNotification(id: number) {
        log.push({ kind: 'notification-closed', id });
        server.emit('NotificationClosed', [id, closedByCall]);
      },
    },
    {
      methods: {
        GetCapabilities: { outSignature: 'as' },
        GetServerInformation: { outSignature: 'ssss' },
        Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
        CloseNotification: { inSignature: 'u' },
      },
      signals: { NotificationClosed: { signature: 'uu' }, ActionInvoked: { signature: 'us' } },
    },
  );
  await bus.requestName(name, 0);
  return {
    click: (id) => server.emit('ActionInvoked', [id, 'default']),
    dismiss: (id) => server.emit('NotificationClosed', [id, closedByOwner]),
  };
}

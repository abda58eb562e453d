import type { CommandName } from '../../shared/ipc';
import type { Notice } from '../../shared/notices';

/** Electron's Notification, as far as it is needed here. */
export interface NativeNotification {
  on(event: 'click' | 'action' | 'close', listener: () => void): unknown;
  show(): void;
  close(): void;
}

/** A command, and what it is given. */
export interface NoticeCommand {
  name: CommandName;
  input: unknown;
}

export interface NotificationsOptions {
  create(content: {
    title: string;
    body: string;
    /** Buttons, on macOS alone. */
    actions: { type: 'button'; text: string }[];
  }): NativeNotification;
  act(command: NoticeCommand): void;
}

export interface Notifications {
  /** Shows a notice; one of the same id that still stands is replaced. */
  show(notice: Notice): void;
  close(): void;
}

const actionTexts: Record<Notice['action'], string> = {
  'open-popover': 'Show',
  'open-logs': 'Open logs',
  'open-settings': 'Open Settings',
  'open-activity': 'Show activity',
  drain: 'Drain',
};

/** What an action runs. A drain keeps the settings' deadline, so that what runs may end. */
const noticeCommands = {
  'open-popover': { name: 'openPopover', input: undefined },
  // Whoever is told of a failure wants its lines, even where the worker has come back meanwhile.
  'open-logs': { name: 'openLogs', input: { anchor: 'failure' } },
  'open-settings': { name: 'openSettings', input: undefined },
  'open-activity': { name: 'openActivity', input: undefined },
  drain: { name: 'off', input: undefined },
} as const satisfies Record<Notice['action'], { name: CommandName; input: unknown }>;

/** Pure: what a notice's action runs. */
function noticeCommand(action: Notice['action'], logs: Notice['logs']): NoticeCommand {
  const { name, input } = noticeCommands[action];
  return { name, input: action === 'open-logs' && logs !== undefined ? logs : input };
}

/** Pure: whether a click on it opens the log window. */
export const leadsToLogs = ({ action }: Pick<Notice, 'action'>): boolean =>
  noticeCommands[onClick(action)].name === 'openLogs';

/** Somebody who clicks on a notification wants to see, not to stop what runs: that is the button's. */
const onClick = (action: Notice['action']): Notice['action'] =>
  action === 'drain' ? 'open-popover' : action;

export function openNotifications(options: NotificationsOptions): Notifications {
  const standing = new Map<Notice['id'], NativeNotification>();

  function show({ id, title, body, action, logs }: Notice): void {
    standing.get(id)?.close();
    const notification = options.create({
      title,
      body,
      actions: [{ type: 'button', text: actionTexts[action] }],
    });
    // Electron lets go of a notification that nobody refers to, and its click with it: hence the map.
    standing.set(id, notification);
    const forget = (): void => {
      if (standing.get(id) === notification) standing.delete(id);
    };
    const choose = (chosen: Notice['action']) => (): void => {
      forget();
      options.act(noticeCommand(chosen, logs));
    };
    notification.on('click', choose(onClick(action)));
    notification.on('action', choose(action));
    notification.on('close', forget);
    notification.show();
  }

  return {
    show,
    close() {
      for (const notification of standing.values()) notification.close();
      standing.clear();
    },
  };
}

import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { leadsToLogs, type NoticeCommand, openNotifications } from '../../../../src/main/shell/notifications';
import type { Notice } from '../../../../src/shared/notices';

class Shown extends EventEmitter {
  readonly show = vi.fn<() => void>();
  readonly close = vi.fn<() => void>(() => void this.emit('close'));
  constructor(readonly content: { title: string; body: string; actions: { text: string }[] }) {
    super();
  }
}

function notificationsOf() {
  const shown: Shown[] = [];
  const act = vi.fn<(command: NoticeCommand) => void>();
  const notifications = openNotifications({
    create(content) {
      const notification = new Shown(content);
      shown.push(notification);
      return notification;
    },
    act,
  });
  return { notifications, shown, act };
}

const lost: Notice = {
  id: 'lost',
  title: 'Lost the cluster',
  body: 'lab does not answer.',
  action: 'open-popover',
};
const failed: Notice = { id: 'failed', title: 'Cannot join', body: 'Ray differs.', action: 'open-logs' };

describe('a notice', () => {
  it('is shown with its one action', () => {
    const { notifications, shown } = notificationsOf();
    notifications.show(failed);
    expect(shown[0]?.content).toEqual({
      title: 'Cannot join',
      body: 'Ray differs.',
      actions: [{ type: 'button', text: 'Open logs' }],
    });
    expect(shown[0]?.show).toHaveBeenCalledOnce();
  });

  it.each(['click', 'action'])('acts on a %s', (event) => {
    const { notifications, shown, act } = notificationsOf();
    notifications.show(failed);
    shown[0]?.emit(event);
    expect(act).toHaveBeenCalledExactlyOnceWith({ name: 'openLogs', input: { anchor: 'failure' } });
  });

  it('leads to the lines that it is about, where they are known', () => {
    const { notifications, shown, act } = notificationsOf();
    const logs = { anchor: { at: 1_795_254_727_470 }, sources: null, problems: false };
    notifications.show({ ...failed, logs });
    shown[0]?.emit('click');
    expect(act).toHaveBeenCalledExactlyOnceWith({ name: 'openLogs', input: logs });
  });

  it('drains by its button alone: a click on it shows the popover', () => {
    const pressure: Notice = { id: 'memory-pressure', title: 'Pressure', body: 'Critical.', action: 'drain' };
    const { notifications, shown, act } = notificationsOf();
    notifications.show(pressure);
    shown[0]?.emit('click');
    notifications.show(pressure);
    shown[1]?.emit('action');
    expect(act.mock.calls).toEqual([
      [{ name: 'openPopover', input: undefined }],
      [{ name: 'off', input: undefined }],
    ]);
    expect(shown[0]?.content.actions).toEqual([{ type: 'button', text: 'Drain' }]);
  });

  it('replaces the one of its id that still stands', () => {
    const { notifications, shown } = notificationsOf();
    notifications.show(lost);
    notifications.show(failed);
    notifications.show({ ...lost, body: 'Still no answer.' });
    expect(shown.map(({ close }) => close.mock.calls.length)).toEqual([1, 0, 0]);
  });

  it('leaves alone what the owner has dismissed', () => {
    const { notifications, shown } = notificationsOf();
    notifications.show(lost);
    shown[0]?.emit('close');
    notifications.show(lost);
    expect(shown[0]?.close).not.toHaveBeenCalled();
  });

  it('goes when the app does', () => {
    const { notifications, shown } = notificationsOf();
    notifications.show(lost);
    notifications.show(failed);
    notifications.close();
    for (const { close } of shown) expect(close).toHaveBeenCalledOnce();
  });
});

it.each([
  ['open-logs', true],
  ['open-popover', false],
  ['open-settings', false],
  ['open-activity', false],
  ['drain', false],
] as const)('a click on a notice to %s opens the log window: %s', (action, leads) => {
  expect(leadsToLogs({ action })).toBe(leads);
});

import { describe, expect, it } from 'vitest';
import { appOnHead } from '../support/app-on-head';
import { keepPicture } from '../support/keep-picture';
import { waitFor } from '../support/wait-for';

describe('notifications', () => {
  const on = appOnHead();

  const told = (title: RegExp) =>
    on.app.desktop.log.waitFor('notification', (event) => title.test(event.title), 60_000);

  it('tell of the join, and open the popover by a click', async () => {
    const { app } = on;
    await app.control.invoke('on', undefined);
    const { id } = await told(/^Contributing to/);
    app.desktop.notifications.click(id);
    expect(await waitFor('the popover', () => app.isVisible('popover'))).toBe(true);
  });

  it('tell once of a lost head, and once that it is back', async () => {
    const { app, head } = on;
    head.signalGcs('SIGSTOP');
    await told(/^Lost/);
    expect((await app.snapshot()).worker.kind).toBe('lost');
    head.signalGcs('SIGCONT');
    await told(/^Back in/);
    expect(app.desktop.log.all('notification').filter(({ title }) => /lost/i.test(title))).toHaveLength(1);
  });

  it('tell when it gave up, and open the logs by a click', async () => {
    const { app } = on;
    await app.control.invoke('off', undefined);
    await app.shows('off', ({ worker }) => worker.kind === 'off');
    expect(await app.control.invoke('settingsSet', [['worker.pythonEnvironment', '/nowhere']])).toEqual([]);
    await app.control.invoke('on', undefined);
    await app.shows('failed', ({ worker }) => worker.kind === 'failed');
    const failed = await waitFor('the notice of the failure', () =>
      app.desktop.log.all('notification').find(({ title }) => title.startsWith('Cannot join ')),
    );
    await app.control.invoke('openPopover', undefined);
    await keepPicture(await app.page('popover'), 'popover-failed');
    app.desktop.notifications.click(failed.id);
    expect(await waitFor('the logs', () => app.isVisible('logs'))).toBe(true);
  });
});

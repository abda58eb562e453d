import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture } from '../support/keep-picture';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { startRayHead, type RayHead } from '../support/ray-head';
import { waitFor } from '../support/wait-for';

describe('notifications', () => {
  let head: RayHead;
  let app: RaybarApp;
  let desktopDirectory: string;
  const opened = () => readFileSync(path.join(desktopDirectory, 'opened'), 'utf8').trim();

  beforeAll(async () => {
    head = await startRayHead({ dashboard: false });
    desktopDirectory = await mkdtemp('/tmp/rbo-');
    // What opens files and addresses is the desktop's: here it writes down what it was given.
    mkdirSync(path.join(desktopDirectory, 'bin'));
    writeFileSync(
      path.join(desktopDirectory, 'bin/xdg-open'),
      `#!/bin/sh\necho "$1" > ${desktopDirectory}/opened.part && mv ${desktopDirectory}/opened.part ${desktopDirectory}/opened\n`,
      { mode: 0o755 },
    );
    const PATH = `${desktopDirectory}/bin:${process.env['PATH'] ?? ''}`;
    app = await startRaybarApp({ head, environment: { PATH } });
  });
  afterAll(async () => {
    await app?.stop();
    await head?.stop();
    await rm(desktopDirectory, { recursive: true, force: true });
  });

  const told = (title: RegExp) =>
    app.desktop.log.waitFor('notification', (event) => title.test(event.title), 60_000);

  it('tell of the join, and open the popover by a click', async () => {
    await app.control.invoke('on', undefined);
    const { id } = await told(/^Contributing to/);
    app.desktop.notifications.click(id);
    expect(await waitFor('the popover', () => app.isVisible('popover'))).toBe(true);
  });

  it('tell once of a lost head, and once that it is back', async () => {
    head.signalGcs('SIGSTOP');
    await told(/^Lost/);
    expect((await app.snapshot()).worker.kind).toBe('lost');
    head.signalGcs('SIGCONT');
    await told(/^Back in/);
    expect(app.desktop.log.all('notification').filter(({ title }) => /lost/i.test(title))).toHaveLength(1);
  });

  it('tell when it gave up, and open the logs by a click', async () => {
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
    expect(await waitFor('the folder to be opened', () => opened())).toBe(
      path.join(app.stateDirectory, 'logs'),
    );
  });
});

import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { appOnHead } from '../support/app-on-head';
import { keepPicture } from '../support/keep-picture';
import { processesOf, signalQuietly } from '../support/ray-processes';
import { startRaybarApp } from '../support/raybar-app';
import { joinLabelVariable } from '../../src/main/ray/join-label';
import { freePort } from '../../src/main/system/free-port';

/** As long as it stands there: `waitFor` of a heading says nothing of the moment after. */
const says = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).isVisible();

describe('the popover in states that pass', () => {
  const on = appOnHead({ contributing: true });

  it('says that it is asleep while the machine is, and that it wakes', async () => {
    const { app } = on;
    await app.control.invoke('openPopover', undefined);
    const page = await app.page('popover');
    const fallAsleep = async () => {
      app.desktop.login.suspend();
      await page.getByRole('heading', { name: 'Asleep' }).waitFor();
    };
    await fallAsleep();
    expect(await page.getByText('again after wake').isVisible()).toBe(true);
    await keepPicture(page, 'popover-asleep');
    await keepPicture(page, 'popover-waking', {
      async bringAbout() {
        // The second picture is of a second wake.
        if (!(await says(page, 'Asleep'))) {
          await page.getByRole('heading', { name: /^Contributing to/ }).waitFor();
          await fallAsleep();
        }
        app.desktop.login.resume();
        await page.getByRole('heading', { name: 'Waking up' }).waitFor();
      },
      holds: () => says(page, 'Waking up'),
    });
    await page.getByRole('heading', { name: /^Contributing to/ }).waitFor();
  });

  it('says that it leaves while the worker’s processes end', async () => {
    const { app } = on;
    await app.control.invoke('openPopover', undefined);
    const page = await app.page('popover');
    const { worker } = await app.shows('contributing', (snapshot) => snapshot.worker.kind === 'contributing');
    const label = 'label' in worker ? worker.label : '';
    // Two that hear no signal for now: they are waited for, and killed in the end.
    const deaf = processesOf({ pgid: null, mark: `${joinLabelVariable}=${label}` }).filter(({ command }) =>
      /log_monitor\.py|ray\.scripts\.scripts start/.test(command),
    );
    expect(deaf).toHaveLength(2);
    for (const { pid } of deaf) signalQuietly(pid, 'SIGSTOP');
    await app.control.invoke('leaveNow', undefined);
    await page.getByRole('heading', { name: 'Leaving 127.0.0.1' }).waitFor();
    await keepPicture(page, 'popover-leaving');
    expect(await says(page, 'Leaving 127.0.0.1')).toBe(true);
    await page.getByRole('heading', { name: 'Not contributing' }).waitFor();
    const left = app.processes().map(({ pid }) => pid);
    for (const { pid } of deaf) expect(left).not.toContain(pid);
  });
});

describe('the popover before a head that is not there', () => {
  it('says what was found and when it tries again', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const app = await startRaybarApp({ head: { address, tokenFile: null } });
    try {
      await app.control.invoke('on', undefined);
      await app.control.invoke('openPopover', undefined);
      const page = await app.page('popover');
      await page
        .getByText(/trying again (now|in \d+ s)/)
        .first()
        .waitFor();
      await keepPicture(page, 'popover-backoff', {
        // It tries every few seconds: the picture is of the pause between.
        bringAbout: () =>
          page
            .getByText(/trying again in [23] s/)
            .first()
            .waitFor(),
        holds: () => says(page, /^Cannot join/),
      });
      expect(await page.getByText('Nothing listens on that port').count()).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Try now' }).waitFor();
    } finally {
      await app.stop();
    }
  });
});

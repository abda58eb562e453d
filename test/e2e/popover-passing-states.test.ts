import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { appOnHead } from '../support/app-on-head';
import { keepPicture } from '../support/keep-picture';
import { noteSaid } from '../support/note-said';
import { processesOf, signalQuietly } from '../support/ray-processes';
import { startRaybarApp } from '../support/raybar-app';
import { joinLabelVariable } from '../../src/main/ray/join-label';

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
        const said = await noteSaid(page);
        app.desktop.login.resume();
        await said(/^Waking up$/);
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
    await keepPicture(page, 'popover-leaving', {
      async bringAbout() {
        // The second picture is of the same leave.
        if (await says(page, 'Leaving 127.0.0.1')) return;
        const said = await noteSaid(page);
        await app.control.invoke('leaveNow', undefined);
        await said(/^Leaving 127\.0\.0\.1$/);
      },
      holds: () => says(page, 'Leaving 127.0.0.1'),
    });
    await page.getByRole('heading', { name: 'Not contributing' }).waitFor();
    const left = app.processes().map(({ pid }) => pid);
    for (const { pid } of deaf) expect(left).not.toContain(pid);
  });
});

describe('the popover before a head that is not there', () => {
  it('says what was found and when it tries again', async () => {
    // Nothing listens there, and a head never does.
    const app = await startRaybarApp({ head: { address: '127.0.0.1:9', tokenFile: null } });
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
      // Not while it tries again.
      const reasons = page.getByText('Nothing listens on that port');
      await expect.poll(() => reasons.count(), { timeout: 30_000 }).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Try now' }).waitFor();
    } finally {
      await app.stop();
    }
  });
});

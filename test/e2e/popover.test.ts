import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/shared/snapshot';
import { appOnHead } from '../support/app-on-head';
import { keepPicture, pictureDirectory } from '../support/keep-picture';
import { noteSaid } from '../support/note-said';
import { waitFor } from '../support/wait-for';

describe('the popover on a real cluster', () => {
  // A dashboard takes its time to come: it is worth that in a picture.
  const on = appOnHead({ dashboard: pictureDirectory !== '' });

  /** A picture shows what there is to see, and so waits for it; a test need not. */
  const forThePicture = async (what: string, look: (snapshot: Snapshot) => boolean) => {
    if (pictureDirectory !== '') await on.app.shows(what, look);
  };
  const hasReadings = ({ telemetry }: Snapshot) =>
    typeof telemetry.cpu.percent === 'number' && 'usedBytes' in telemetry.memory;
  const hasItsTime = ({ tasks }: Snapshot) => tasks.some((row) => row.startedAt !== null);

  const visible = (wanted: boolean) =>
    waitFor(
      `the popover to be ${wanted ? 'seen' : 'gone'}`,
      async () => (await on.app.isVisible('popover')) === wanted,
    );
  const bounds = () =>
    on.app.electron.evaluate(({ BrowserWindow, screen }) => {
      const window = BrowserWindow.getAllWindows().find((each) => each.isVisible());
      return { window: window?.getBounds(), workArea: screen.getPrimaryDisplay().workArea };
    });

  it('has no window before it is asked for', async () => {
    expect(await on.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(
      0,
    );
  });

  it('opens by a click on the icon, as high as its contents, and shows the state', async () => {
    await on.app.desktop.tray.click();
    await visible(true);
    const page = await on.app.page('popover');
    await page.getByRole('heading', { name: 'Not contributing' }).waitFor();
    // The first readings come a moment later: the contents grow, and the window behind them.
    const { window, workArea } = await waitFor('the window to fit its contents', async () => {
      const content = await page.locator('main').boundingBox();
      const now = await bounds();
      return now.window?.height === Math.ceil(content?.height ?? 0) && now;
    });
    expect(window?.width).toBe(360);
    expect(window?.y).toBeGreaterThanOrEqual(workArea.y);
    await forThePicture('readings', hasReadings);
    await keepPicture(page, 'popover-off');
  });

  it('contributes by its switch, and follows each step of it', async () => {
    const page = await on.app.page('popover');
    const said = await noteSaid(page);
    await page.locator('.switch').click();
    await said(/^Joining/);
    await keepPicture(page, 'popover-joining');
    await page.getByRole('heading', { name: /^Contributing to/ }).waitFor();
    expect(await page.getByRole('switch').isChecked()).toBe(true);
    const { worker } = await on.app.snapshot();
    expect(worker.kind === 'contributing' && worker.nodeId.slice(0, 4)).toBe(
      (await page.getByText(/node [0-9a-f]{4}…/).textContent())?.match(/node ([0-9a-f]{4})/)?.[1],
    );
  });

  it('puts the whole node id on the real clipboard', async () => {
    const page = await on.app.page('popover');
    const said = await noteSaid(page);
    await page.getByRole('button', { name: /^Copy node id/ }).click();
    await said(/^Copied$/);
    const { worker } = await on.app.snapshot();
    const copied = await on.app.electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toBe('nodeId' in worker && worker.nodeId);
    await page.getByRole('button', { name: /^Copy node id/ }).waitFor();
  });

  it('shows the task that runs here, and that it has gone', async () => {
    const page = await on.app.page('popover');
    const task = await on.holdTask();
    await page.getByText('train_step').waitFor();
    await forThePicture('its time', hasItsTime);
    await keepPicture(page, 'popover-contributing');
    expect(await task.release()).toBe('finished');
    await page.getByText('train_step').waitFor({ state: 'detached' });
  });

  it('says that the cluster is lost and what can be done, and takes it back', async () => {
    const page = await on.app.page('popover');
    on.head.signalGcs('SIGSTOP');
    try {
      await page.getByRole('heading', { name: 'Lost the cluster' }).waitFor();
      const { worker } = await on.app.shows('lost', (snapshot) => snapshot.worker.kind === 'lost');
      const found = worker.kind === 'lost' ? worker.error.found : 'nothing';
      expect(await page.getByText(found).count()).toBe(1);
      await keepPicture(page, 'popover-lost');
    } finally {
      on.head.signalGcs('SIGCONT');
    }
    await page.getByRole('heading', { name: /^Contributing to/ }).waitFor();
  });

  it('counts a drain down, lets its task end, and is off then', async () => {
    const page = await on.app.page('popover');
    const task = await on.holdTask();
    await page.getByText('train_step').waitFor();
    await page.locator('.switch').click();
    await page.getByRole('heading', { name: 'Draining' }).waitFor();
    await page.getByText(/done by (tomorrow )?\d\d:\d\d:\d\d/).waitFor();
    await forThePicture('its time', hasItsTime);
    await keepPicture(page, 'popover-draining');
    expect(await task.release()).toBe('finished');
    await page.getByRole('heading', { name: 'Not contributing' }).waitFor();
    await page.locator('.switch').click();
    await page.getByRole('heading', { name: /^Contributing to/ }).waitFor();
  });

  it('is closed by another click, keeps its page, and shows at once what happened meanwhile', async () => {
    const page = await on.app.page('popover');
    await on.app.desktop.tray.click();
    await visible(false);
    await on.app.desktop.tray.choose('30 min');
    await on.app.shows('the pause', ({ worker, wish }) => worker.kind === 'off' && wish.pausedUntil !== null);
    await on.app.desktop.tray.click();
    await visible(true);
    await page.getByRole('heading', { name: /^Paused until/ }).waitFor();
    await keepPicture(page, 'popover-paused');
    expect(page.isClosed()).toBe(false);
  });

  it('is closed by Escape', async () => {
    const page = await on.app.page('popover');
    await page.keyboard.press('Escape');
    expect(await visible(false)).toBe(true);
  });

  it('is sent nothing while it is hidden', async () => {
    const page = await on.app.page('popover');
    // What was sent while it was seen may be on its way yet; an answer comes behind it.
    await page.evaluate(`raybar.invoke('status').then(() => undefined)`);
    await page.evaluate(`raybar.subscribe('delta', () => { document.title = 'heard'; })`);
    const before = await on.app.snapshot();
    await on.app.control.invoke('resume', undefined);
    await on.app.shows('a change', ({ seq, worker }) => seq > before.seq && worker.kind === 'contributing');
    expect(await page.title()).toBe('Raybar');
  });

  it('opens for the terminal too, and Settings beside it, once', async () => {
    await on.app.control.invoke('openPopover', undefined);
    await visible(true);
    await on.app.control.invoke('openSettings', undefined);
    await waitFor('Settings', () => on.app.isVisible('settings'));
    await on.app.control.invoke('openSettings', undefined);
    const page = await on.app.page('settings');
    await page.getByRole('heading').first().waitFor();
    const titles = await on.app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
    );
    expect(titles.filter((url) => url.includes('/settings/'))).toHaveLength(1);
  });

  it('has its page made anew after that has crashed', async () => {
    await on.app.control.invoke('openPopover', undefined);
    const page = await on.app.page('popover');
    await on.app.electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((each) =>
        each.webContents.getURL().includes('/popover/'),
      );
      window?.webContents.forcefullyCrashRenderer();
    });
    await waitFor('the page to go', () => page.isClosed());
    await on.app.control.invoke('openPopover', undefined);
    await visible(true);
    const anew = await on.app.page('popover');
    await anew.getByRole('heading', { name: /^Contributing to/ }).waitFor();
    expect(anew).not.toBe(page);
  });
});

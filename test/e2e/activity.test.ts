import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ActivityHistory } from '../../src/main/observe/history/activity-history';
import { encodeHistory } from '../../src/main/observe/history/history-file';
import { historySeries, type HistorySeries, type HistorySpan } from '../../src/shared/history';
import { exampleHistory } from '../support/example-history';
import { startHeldTask, type HeldTask } from '../support/held-task';
import { keepPicture, pictureDirectory } from '../support/keep-picture';
import { openPlayedMac, type PlayedMac } from '../support/played-mac';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { startRayHead, type RayHead } from '../support/ray-head';
import { waitFor } from '../support/wait-for';

const gib = 2 ** 30;

/** The recorded Mac's own memory, which the examples' waves only stir. */
const recordedBytes: Partial<Record<HistorySeries, number>> = {
  memoryUsedBytes: 13.55 * gib,
  memoryAppBytes: 3.78 * gib,
  memoryWiredBytes: 3.83 * gib,
  memoryCompressedBytes: 5.94 * gib,
  memoryCachedBytes: 1.59 * gib,
  swapUsedBytes: 10.52 * gib,
};

function earlier(name: HistorySeries, value: number): number {
  const recorded = recordedBytes[name];
  return recorded === undefined ? value : recorded * (0.9 + Math.min(0.12, value / (400 * gib)));
}

/** What an earlier start measured until now: a day by minutes, then three hours, then ten minutes as fine as it is kept. */
function earlierHistory(now: number): Buffer {
  const history = new ActivityHistory();
  const add = (span: HistorySpan, from: number, to: number) => {
    const { at, series } = exampleHistory({ span, now, totalGb: 16, gap: [0.5, 0.4] });
    for (const [column, time] of at.entries()) {
      if (time < from || time >= to) continue;
      const values = historySeries.map((name) => [name, earlier(name, series[name][column] ?? Number.NaN)]);
      history.add(time, Object.fromEntries(values));
    }
  };
  add('24h', 0, now - 3 * 3_600_000);
  add('3h', now - 3 * 3_600_000, now - 600_000);
  add('10min', now - 600_000, now);
  history.mark({ at: now - 480_000, kind: 'joined', text: 'Joined lab' });
  history.mark({ at: now - 300_000, kind: 'asleep', text: 'Fell asleep' });
  history.mark({ at: now - 240_000, kind: 'awake', text: 'Woke up' });
  return encodeHistory(history);
}

describe('a recorded Mac on a real cluster', () => {
  let folder: string;
  let mac: PlayedMac;
  let head: RayHead;
  let app: RaybarApp;
  let task: HeldTask | undefined;

  beforeAll(async () => {
    folder = await mkdtemp('/tmp/raybar-mac-');
    mac = await openPlayedMac(folder);
    // A dashboard takes its time to come: it is worth that in a picture.
    const dashboard = pictureDirectory !== '';
    head = await startRayHead({ dashboard, token: 'random' });
    if (dashboard) await head.dashboardReady();
    app = await startRaybarApp({
      head,
      environment: { RAYBAR_TEST_MAC_COMMANDS: mac.commands },
      before: (stateDirectory) =>
        writeFile(path.join(stateDirectory, 'history.bin'), earlierHistory(Date.now())),
    });
  });
  afterEach(async () => {
    await task?.stop();
    task = undefined;
  });
  afterAll(async () => {
    try {
      await app?.stop();
    } finally {
      await head?.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('shows in the popover how busy its GPU is and what it holds, as that changes', async () => {
    await mac.play({ gpuPercent: 41, gpuInUseBytes: 3.2 * gib });
    await app.control.invoke('on', undefined);
    await app.control.invoke('openPopover', undefined);
    const page = await app.page('popover');
    await page.getByRole('heading', { name: /^Contributing to/ }).waitFor();
    const gpu = page.getByRole('region', { name: 'GPU', exact: true });
    await gpu.getByText('41', { exact: true }).waitFor();
    await gpu.getByText('MPS · 10-core GPU').waitFor();
    await page.getByText('3.2 of about 10.7 GB').waitFor();
    await mac.play({ gpuPercent: 78, gpuInUseBytes: 7.4 * gib });
    await gpu.getByText('78', { exact: true }).waitFor();
    await page.getByText('7.4 of about 10.7 GB').waitFor();
    const { telemetry } = await app.snapshot();
    expect(telemetry.sampler.commandCount).toBeLessThanOrEqual(3);
    expect(telemetry.memory).toMatchObject({ totalBytes: 16 * gib, pageBytes: 16_384 });
  });

  it('draws its memory so that the parts fill the bar, and says the parts in words', async () => {
    const page = await app.page('popover');
    const shares = await page.evaluate(
      `[...document.querySelectorAll('.memory-bar .memory-part')].map((part) => part.getBoundingClientRect().width)`,
    );
    const bar = await page.locator('.memory-bar').boundingBox();
    const widths = Array.isArray(shares) ? shares.map(Number) : [];
    expect(widths).toHaveLength(5);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(bar?.width ?? 0, 0);
    const parts = page.getByRole('list', { name: 'Its parts in GB' });
    const told = await parts.getByRole('listitem').allTextContents();
    expect(told.map((part) => part.replace(/ [\d.]+( GB)?$/, ''))).toEqual([
      'Apps',
      'Wired',
      'Compressed',
      'Cached',
      'Free',
      'Swap',
    ]);
    const amounts = told.map((part) => Number(/ ([\d.]+)( GB)?$/.exec(part)?.[1]));
    expect(amounts.slice(0, 5).reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(16, 6);
    // 251,285 pages of 16,384 bytes wired, 10,772.94 MB swapped out: what the recording says.
    expect(amounts[1]).toBeCloseTo(3.83, 0);
    expect(told[5]).toBe('Swap 10.5 GB');
  });

  it('shows a real task with what it takes', async () => {
    const page = await app.page('popover');
    task = await startHeldTask(head, { resources: { gpu_apple_mps: 1 }, memoryBytes: 500 * 2 ** 20 });
    const row = page.getByRole('row', { name: /train_step/ });
    await row.waitFor();
    await row.getByText('1 MPS').waitFor();
    // `ps`, which a Mac is asked, counts its Python and what it shares with others, too; Linux's reading holds to a tenth.
    await row.getByText(/^5\d\d MB$/).waitFor();
    await page.getByText(/^Ray’s worker: \d+ % of all CPU, \d+ % of all memory$/).waitFor();
    if (pictureDirectory !== '') {
      await app.shows('its time and CPU', ({ tasks: [running] }) => {
        return (
          running !== undefined && running.startedAt !== null && typeof running.use.cpuPercent === 'number'
        );
      });
    }
    await keepPicture(page, 'popover-mps');
    expect(await task.release()).toBe('finished');
  });

  it('marks its icon and says so while memory pressure is critical', async () => {
    const { tray } = app.desktop;
    const calm = await tray.icon();
    await mac.play({ gpuPercent: 78, gpuInUseBytes: 7.4 * gib, pressureLevel: 4 });
    const page = await app.page('popover');
    await page.getByText('pressure critical').waitFor();
    const marked = await waitFor('the tooltip', async () => {
      const icon = await tray.icon();
      return icon.toolTip.includes('memory pressure critical') ? icon : null;
    });
    expect(marked.pixels.equals(calm.pixels)).toBe(false);
    await mac.play({ gpuPercent: 78, gpuInUseBytes: 7.4 * gib });
    await page.getByText('pressure normal').waitFor();
  });

  it('says in the tooltip what the owner wants beside the icon', async () => {
    await app.control.invoke('settingsSet', [['tray.title', 'gpu']]);
    const toolTip = await waitFor('MPS in the tooltip', async () => {
      const icon = await app.desktop.tray.icon();
      return icon.toolTip.includes('MPS') ? icon.toolTip : null;
    });
    expect(toolTip).toMatch(/ · MPS 78 %$/);
  });

  it('opens a window of charts from the popover, which goes on where the last start ended', async () => {
    const popover = await app.page('popover');
    await popover.getByRole('button', { name: 'Activity' }).click();
    await waitFor('the Activity window', () => app.isVisible('activity'));
    const page = await app.page('activity');
    const mps = page.locator('[data-chart="gpu"]');
    await mps.getByText('78 %').waitFor();
    await page.getByText('Woke up').waitFor();
    await mac.play({ gpuPercent: 52, gpuInUseBytes: 5 * gib });
    await mps.getByText('52 %').waitFor();
    expect(await page.locator('.chart canvas').count()).toBe(6);
    await keepPicture(page, 'activity');
  });

  it('tells the values of any time to the keyboard, and of now again', async () => {
    const page = await app.page('activity');
    const slider = page.getByRole('slider', { name: 'MPS: values over time' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByText(/^Values of \d\d:\d\d:\d\d$/).waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^\d\d:\d\d:\d\d: GPU \d+ %$/);
    const first = await slider.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowRight');
    await waitFor('another time', async () => (await slider.getAttribute('aria-valuetext')) !== first);
    await page.keyboard.press('Escape');
    await page.getByText('Values of now').waitFor();
  });

  it('tells the values under the pointer in all charts', async () => {
    const page = await app.page('activity');
    const box = await page.locator('[data-chart="gpu"] .u-over').boundingBox();
    if (box === null) throw new Error('The chart is not drawn.');
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
    await page.getByText(/^Values of \d\d:\d\d:\d\d$/).waitFor();
    for (const id of ['cpu', 'network'])
      await page.locator(`[data-chart="${id}"] .u-cursor-x:not(.u-off)`).waitFor({ state: 'attached' });
    const values = await page.locator('[data-chart="gpu"] .chart-value').textContent();
    expect(values).toMatch(/^\d+ %$/);
    await page.mouse.move(2, 2);
    await page.getByText('Values of now').waitFor();
  });

  it('goes back three hours and a day', async () => {
    const page = await app.page('activity');
    for (const span of ['3 h', '24 h']) {
      await page.locator('.segment', { hasText: span }).click();
      const slider = page.getByRole('slider', { name: 'MPS: values over time' });
      const columns = await waitFor(`the columns of ${span}`, async () => {
        const last = Number(await slider.getAttribute('max'));
        return last > 600 ? last : null;
      });
      expect(columns).toBeLessThan(1_500);
    }
    await page.locator('.segment', { hasText: '10 min' }).click();
  });

  describe('exports', () => {
    const choosing = (file: string | null) =>
      app.electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: filePath === null, filePath: filePath ?? '' });
      }, file);

    it('the values as CSV, where the owner wants them', async () => {
      const file = path.join(folder, 'activity.csv');
      await choosing(file);
      const page = await app.page('activity');
      await page.getByRole('button', { name: 'Export CSV…' }).click();
      await page.getByText(`Saved as ${file}`).waitFor();
      const [header, ...rows] = (await readFile(file, 'utf8')).trim().split('\r\n');
      expect(header).toContain('gpuPercent');
      expect(rows.length).toBeGreaterThan(300);
      expect(rows[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
    });

    it('the charts as a picture', async () => {
      const file = path.join(folder, 'activity.png');
      await choosing(file);
      const page = await app.page('activity');
      await page.getByRole('button', { name: 'Export PNG…' }).click();
      await page.getByText(`Saved as ${file}`).waitFor();
      const pixels = await readFile(file);
      expect(pixels.subarray(1, 4).toString()).toBe('PNG');
      expect(pixels.readUInt32BE(16)).toBeGreaterThan(700);
      expect(pixels.readUInt32BE(20)).toBeGreaterThan(500);
    });

    it('nothing when the owner thinks better of it', async () => {
      await choosing(null);
      const page = await app.page('activity');
      await page.getByRole('button', { name: 'Export CSV…' }).click();
      await page.getByText(/^Saved as/).waitFor({ state: 'detached' });
      expect(await page.getByRole('alert').count()).toBe(0);
    });
  });

  it('has one Activity window, however often it is asked for', async () => {
    await app.control.invoke('openActivity', undefined);
    const urls = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
    );
    expect(urls.filter((url) => url.includes('/activity/'))).toHaveLength(1);
  });
});

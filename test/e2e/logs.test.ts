import { AxeBuilder } from '@axe-core/playwright';
import { strFromU8, unzipSync } from 'fflate';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogs } from '../../src/main/logs/log-service';
import { createDashboard } from '../../src/main/ray/dashboard';
import { tokenReader } from '../../src/main/ray/token-file';
import { failure, success, type RaybarError } from '../../src/shared/errors';
import { commands } from '../../src/shared/ipc';
import type { LogBundlePreview } from '../../src/shared/log-bundle';
import { writeExampleLogs } from '../support/example-log-files';
import { exampleProblems, exampleRow, exampleRows, exampleSources } from '../support/example-logs';
import { createFakeLogs } from '../support/fake-logs';
import { logsOver } from '../support/logs-over';
import { keepPicture, pictureDirectory } from '../support/keep-picture';
import { rayEnvironment } from '../support/ray-environment';
import { startRayDriver, type RayDriver } from '../support/ray-driver';
import { startRayHead, type RayHead } from '../support/ray-head';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { openWindowShell, type Answers, type WindowShell } from '../support/render-window';
import { waitFor } from '../support/wait-for';

/** Rows by their numbers, with where they are on the page, px. */
const placesSchema = z.array(z.tuple([z.string(), z.number()]));
/** Runs in the page. */
const noteFirstRows = `
  globalThis.placeOf = (row) => [row.getAttribute('data-row'), row.getBoundingClientRect().top];
  new MutationObserver((changes, observer) => {
    const rows = [...document.querySelectorAll('main[aria-busy] .log-line')];
    if (rows.length === 0) return;
    observer.disconnect();
    // Not in the next frame, which may come when React has drawn others.
    globalThis.firstRows = rows.map(placeOf);
  }).observe(document, { subtree: true, childList: true });
`;
/** The moment its first lines are drawn: by then React is not loaded. Once: the pages after it have this script, too. */
const pressAtFirstRows = `
  if (name === 'to be pressed') new MutationObserver((changes, observer) => {
    if (document.querySelector('main[aria-busy] .log-line') === null) return;
    observer.disconnect();
    name = '';
    const press = (how) => document.body.dispatchEvent(new KeyboardEvent('keydown', { ...how, bubbles: true, cancelable: true }));
    for (const key of '/memory') press({ key });
    press({ key: 'P', ctrlKey: true, shiftKey: true });
  }).observe(document, { subtree: true, childList: true });
`;
const hiddenPx = ({ scrollHeight, clientHeight }: { scrollHeight: number; clientHeight: number }) =>
  scrollHeight - clientHeight;
const hiddenSidewaysPx = ({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }) =>
  scrollWidth - clientWidth;
const logWorker = path.resolve(__dirname, '../../out/main/log-worker.cjs');

/** Tasks that only raise: Ray writes that to no file of the machine where it happens. The words of the one are PyTorch's own. */
const failingTasks = `
here = dict(num_cpus=1, resources={"raybar_test": 0.1}, max_retries=0)

@ray.remote(**here)
def train_step(step):
    raise RuntimeError("MPS backend out of memory (MPS allocated: 34.12 GB, other allocations: 1.90 GB, max allowed: 36.27 GB). Tried to allocate 2.25 GB on private pool.")

@ray.remote(**here)
def load_batch(number):
    raise ValueError(f"batch {number} has no labels: password=pw-in-args-999 in /home/carol/data")

print("ready", flush=True)
while True:
    task = {"train": train_step, "load": load_batch}[input()]
    try:
        ray.get(task.remote(1191))
    except Exception as error:
        print("failed", type(error).__name__, flush=True)
`;

/** A job whose task fails here, and whose driver, on the head, then lacks a package. Ray tells of the one in three places of this machine. */
const failingJob = `import ray
ray.init(logging_level="ERROR")
@ray.remote(num_cpus=1, resources={"raybar_test": 0.1}, max_retries=0)
def of_a_job():
    raise RuntimeError("MPS backend out of memory (MPS allocated: 34.12 GB, other allocations: 1.90 GB, max allowed: 36.27 GB).")
try:
    ray.get(of_a_job.remote())
finally:
    import package_of_nobody
`;

describe('the log window', () => {
  let head: RayHead;
  let app: RaybarApp;
  let driver: RayDriver;
  let page: Page;

  beforeAll(async () => {
    head = await startRayHead({ token: 'random' });
    app = await startRaybarApp({ head });
    await app.control.invoke('on', undefined);
    await app.shows('contributing', ({ worker }) => worker.kind === 'contributing');
    await head.dashboardReady();
    driver = startRayDriver(head, failingTasks);
    await driver.line('ready');
  });
  afterAll(async () => {
    await driver?.stop();
    await app?.stop();
    await head?.stop();
  });

  const row = (text: RegExp) => page.getByRole('row').filter({ hasText: text });
  /** As its owner does by its close button. */
  const closeWindow = () =>
    app.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) if (window.isVisible()) window.close();
    });

  it('opens from the tray at the end of the worker’s logs, and follows', async () => {
    await app.desktop.tray.choose('Logs');
    page = await app.page('logs');
    await page.getByText('Following', { exact: true }).waitFor();
    await row(/\S/).last().waitFor();
    expect(await waitFor('the window', () => app.isVisible('logs'))).toBe(true);
  });

  it('goes on following when its window grows', async () => {
    const innerHeight = async () => Number(await page.evaluate('innerHeight'));
    const twoFrames = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';
    for (const by of [-200, 200]) {
      const wanted = (await innerHeight()) + by;
      await app.electron.evaluate(({ BrowserWindow }, heightPx) => {
        const window = BrowserWindow.getAllWindows().find((each) => each.isVisible());
        window?.setContentSize(window.getContentSize()[0] ?? 0, heightPx);
      }, wanted);
      await waitFor('the new height', async () => (await innerHeight()) === wanted);
      await page.evaluate(`${twoFrames}.then(() => undefined)`);
      expect(await page.getByText('Following', { exact: true }).isVisible()).toBe(true);
    }
  });

  it('shows the traceback of a real task that only raises, as it comes from the head', async () => {
    // Of all that a worker writes as it starts, its failures alone: they come in at the end.
    await page.keyboard.press('5');
    await page.getByRole('button', { name: 'Error and up' }).waitFor();
    driver.send('train');
    await driver.line('failed');
    await row(
      /ERROR train_step failed \(task [0-9a-f]{48}, attempt 0, pid \d+, node [0-9a-f]{56}\): TASK_/,
    ).waitFor();
    await row(/File ".*", line \d+, in train_step/).waitFor();
    await row(/RuntimeError: MPS backend out of memory/).waitFor();
    expect(await page.getByText('Following', { exact: true }).isVisible()).toBe(true);
  });

  it('names it among the problems, and leads to its line', async () => {
    await page.keyboard.press('1');
    await page.getByRole('button', { name: /^Problems/ }).click();
    const panel = page.getByRole('complementary', { name: 'Problems' });
    await panel.getByRole('heading', { name: /MPS/ }).first().waitFor();
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
    // Another Ray on this machine may have given it others.
    const problem = panel.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /MPS/ }) });
    expect(await problem.locator('.problem-count').count()).toBe(0);
    await problem.getByRole('button', { name: /^(Show|Last)/ }).click();
    await row(/MPS backend out of memory/)
      .and(page.locator('.active'))
      .waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-activedescendant')).toMatch(/^log-row-\d+$/);
  });

  it('searches as it is typed, goes from match to match, and counts them', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('MPS BACKEND');
    // What was typed until a rest is searched for, too.
    await page
      .locator('mark')
      .filter({ hasText: /^MPS backend$/ })
      .first()
      .waitFor();
    const count = page.locator('.search-count');
    const [, first, all] = await waitFor('a match', async () =>
      /^(\d+) of (\d+)$/.exec((await count.textContent()) ?? ''),
    );
    await page.keyboard.press('Enter');
    const next = Number(first) === Number(all) ? 1 : Number(first) + 1;
    await waitFor('the next one', async () => (await count.textContent()) === `${next} of ${all}`);
    expect(await page.locator('.current-match mark').first().textContent()).toBe('MPS backend');
    await page.getByRole('button', { name: 'Match case' }).click();
    await waitFor('none', async () => (await count.textContent()) === 'no match');
    await page.keyboard.press('Escape');
    await count.waitFor({ state: 'detached' });
  });

  it('filters without losing the place', async () => {
    const active = page.locator('.log-line.active');
    const text = await active.locator('.cell-text').textContent();
    await page.getByRole('grid').focus();
    await page.keyboard.press('5');
    await page.getByRole('button', { name: 'Error and up' }).waitFor();
    await waitFor('the same line', async () => (await active.locator('.cell-text').textContent()) === text);
    expect(await waitFor('its lines', async () => (await row(/\S/).count()) > 0)).toBe(true);
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'All levels' }).waitFor();
    await waitFor('the same line', async () => (await active.locator('.cell-text').textContent()) === text);
  });

  it('copies a line as Markdown to the real clipboard', async () => {
    await page.keyboard.press('Control+Shift+C');
    const clipboard = () => app.electron.evaluate(({ clipboard: system }) => system.readText());
    const copied = await waitFor('the clipboard', async () => {
      const text = await clipboard();
      return text.includes('MPS backend') && text;
    });
    expect(copied).toMatch(/^\*\*.*\*\*.*\n\n```text\n.*MPS backend/s);
  });

  it('opens by the notification of the failure, at what failed', async () => {
    await closeWindow();
    await waitFor('the window to go', async () => !(await app.isVisible('logs')));
    const told = await app.desktop.log.waitFor(
      'notification',
      ({ title }) => title === 'A task ran out of GPU memory',
      30_000,
    );
    app.desktop.notifications.click(told.id);
    page = await app.page('logs');
    await row(/MPS backend out of memory/)
      .first()
      .waitFor();
    expect(await waitFor('the window', () => app.isVisible('logs'))).toBe(true);
  });

  it('opens by the notification of any task that fails, at its traceback', async () => {
    driver.send('load');
    const told = await app.desktop.log.waitFor(
      'notification',
      ({ title }) => title === 'A task failed here: load_batch',
      30_000,
    );
    // It may stand on a lock screen.
    expect(told.body).toBe('ValueError: batch 1191 has no labels: password=••• in ~/data');
    await closeWindow();
    await waitFor('the window to go', async () => !(await app.isVisible('logs')));
    // What was written since is not what it leads to.
    await app.control.invoke('off', undefined);
    await app.shows('off', ({ worker }) => worker.kind === 'off');
    app.desktop.notifications.click(told.id);
    page = await app.page('logs');
    await row(/ERROR load_batch failed/)
      .and(page.locator('.active'))
      .waitFor();
    await row(/ValueError: batch 1191 has no labels/).waitFor();
    expect(await waitFor('the window', () => app.isVisible('logs'))).toBe(true);
  });

  it('is kept ready when its owner closes it, showing nothing, and opens anew', async () => {
    await page.keyboard.press('5');
    await page.getByRole('button', { name: 'Error and up' }).waitFor();
    await closeWindow();
    await page.getByRole('button', { name: 'All levels' }).waitFor({ state: 'attached' });
    await page.getByRole('grid').waitFor({ state: 'detached' });
    expect(await app.isVisible('logs')).toBe(false);
    await app.control.invoke('openLogs', { anchor: 'end' });
    await row(/\S/).last().waitFor();
    await page.getByText('Following', { exact: true }).waitFor();
    expect(await waitFor('the window', () => app.isVisible('logs'))).toBe(true);
    expect(await app.page('logs')).toBe(page);
  });

  it('is made ready behind the popover, unseen', async () => {
    await app.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
    });
    await waitFor('the page to go', () => page.isClosed());
    await app.desktop.tray.click();
    page = await app.page('logs');
    await page.getByRole('button', { name: 'All levels' }).waitFor({ state: 'attached' });
    expect(await app.isVisible('logs')).toBe(false);
    expect(await page.getByRole('grid').count()).toBe(0);
    await app.control.invoke('openLogs', { anchor: 'end' });
    await row(/\S/).last().waitFor();
    expect(await waitFor('the window', () => app.isVisible('logs'))).toBe(true);
  });

  it('shows what is in a diagnostics bundle, and saves that, without the token', async () => {
    const file = path.join(app.directory, 'diagnostics.zip');
    // The system's dialog has nobody here who answers it.
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await page.getByRole('button', { name: 'Diagnostics bundle…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Diagnostics' });
    const files = sheet.getByRole('listbox', { name: 'Files in the bundle' }).getByRole('option');
    await files.first().waitFor();
    const shown = await files.count();
    await sheet.getByRole('button', { name: 'Save…' }).click();
    await sheet.getByText(/^Saved as/).waitFor();
    const entries = Object.entries(unzipSync(readFileSync(file)));
    expect(entries).toHaveLength(shown);
    const contents = entries.map(([, bytes]) => strFromU8(bytes)).join('\n');
    expect(contents).toContain('MPS backend out of memory');
    expect(contents).not.toContain(head.token);
    await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  });

  it('counts the failure of a job’s task once, and has the job’s log once', async () => {
    await app.control.invoke('on', undefined);
    await app.shows('contributing', ({ worker }) => worker.kind === 'contributing');
    await app.control.invoke('openLogs', { problems: true });
    const script = path.join(app.directory, 'failing-job.py');
    // A job's name is cut at 80 characters, and the path of a checkout's Python may be as long as that: it stands in the script.
    writeFileSync(script, `#!${rayEnvironment().python}\n${failingJob}`, { mode: 0o755 });
    const entrypoint = `${script} --because "MPS backend out of memory"`;
    const dashboard = createDashboard({
      url: head.dashboardUrl,
      token: tokenReader(head.tokenFile),
      timeLimitMs: 10_000,
    });
    await dashboard.submitJob({ entrypoint, metadata: {} }).finally(() => dashboard.close());
    const { state } = await app.control.invoke('logsOpen', { query: {}, search: null, anchor: 'end' });
    const told = await waitFor(
      'the job’s failures, its task’s by Raybar’s own log',
      async () => {
        const { problems } = await app.control.invoke('logsProblems', { view: state.view });
        const [ofTask, ofDriver] = ['task-failed of_a_job', 'import-failed package_of_nobody (job)'].map(
          (each) => problems.find(({ key }) => key === each),
        );
        const sources = await app.control.invoke('logsSources', { earlier: false, reveal: false });
        const own = sources.find(({ file }) => file === 'task-failures.log');
        return ofDriver !== undefined && ofTask?.last.sourceId === own?.id && problems;
      },
      { withinMs: 60_000 },
    );
    await app.control.invoke('logsClose', { view: state.view });
    expect(Object.fromEntries(told.map(({ key, count }) => [key, count]))).toMatchObject({
      'mps-out-of-memory': 2,
      'task-failed train_step': 1,
      'task-failed of_a_job': 1,
      'import-failed package_of_nobody (job)': 1,
    });
    const shown = page
      .getByRole('complementary', { name: 'Problems' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading') });
    await shown
      .filter({ has: page.getByRole('heading', { name: /MPS/ }) })
      .filter({ has: page.getByText('2×', { exact: true }) })
      .waitFor();
    await shown.filter({ hasText: 'In package_of_nobody' }).filter({ hasText: 'on the head' }).waitFor();
    const jobs = await waitFor('the job by its name', async () => {
      const sources = await app.control.invoke('logsSources', { earlier: false, reveal: false });
      const ofJobs = sources.filter(({ kind }) => kind === 'job');
      return ofJobs.some(({ name }) => name.includes('failing-job.py')) && ofJobs;
    });
    expect(jobs.map(({ name, session }) => [name.includes('failing-job.py'), session !== null])).toEqual([
      [true, true],
    ]);
  });
});

describe('the log window’s page', () => {
  let shell: WindowShell;
  const folder = mkdtempSync(path.join(tmpdir(), 'raybar-log-page-'));
  const places = writeExampleLogs(folder);
  const logs = createLogs({ ...logsOver(logWorker, folder), places: async () => places });
  beforeAll(async () => {
    shell = await openWindowShell({ scale: pictureDirectory === '' ? 1 : 2 });
    logs.subscribe((state) => {
      // Between two pages, and after the last, nobody hears it.
      shell.emit('logView', state).catch(() => undefined);
    });
  });
  afterAll(async () => {
    await shell?.close();
    await logs.close();
    rmSync(folder, { recursive: true });
  });

  const bundle: LogBundlePreview = {
    id: 'b1',
    files: [
      {
        name: 'settings.json',
        what: 'Raybar’s settings, without their secrets',
        bytes: 812,
        text: '{\n  "version": 2\n}\n',
        truncated: false,
      },
      {
        name: 'logs/raylet.out',
        what: 'Its last hour',
        bytes: 120_044,
        text: 'line\nline\n',
        truncated: true,
      },
    ],
    missing: ['The head does not answer: no logs of its jobs.'],
  };

  async function show(theme: 'light' | 'dark', own: Answers = {}): Promise<Page> {
    const rows = exampleRows(4_000);
    const problems = exampleProblems(rows);
    const { answers } = createFakeLogs({ rows, sources: exampleSources, problems });
    await shell.show({
      window: 'logs',
      theme,
      answers: {
        ...answers,
        takeLogsTarget: () => success({ anchor: 'failure', sources: null, problems: false }),
        logsBundlePreview: () => success(bundle),
        ...own,
      },
    });
    return shell.page;
  }

  /** With the engine itself behind it, over files as Ray and Raybar write them. */
  async function showFiles(theme: 'light' | 'dark'): Promise<Page> {
    const { handlers } = logs;
    const answer =
      <I, V>(command: { input: z.ZodType<I> }, handle: (input: I) => Promise<V>) =>
      async (input: unknown) =>
        success(await handle(command.input.parse(input)));
    await shell.show({
      window: 'logs',
      theme,
      answers: {
        takeLogsTarget: () => success({ anchor: 'failure', sources: null, problems: false }),
        logsOpen: answer(commands.logsOpen, handlers.logsOpen),
        logsChange: answer(commands.logsChange, handlers.logsChange),
        logsRows: answer(commands.logsRows, handlers.logsRows),
        logsLocate: answer(commands.logsLocate, handlers.logsLocate),
        logsMatch: answer(commands.logsMatch, handlers.logsMatch),
        logsText: answer(commands.logsText, handlers.logsText),
        logsProblems: answer(commands.logsProblems, handlers.logsProblems),
        logsSources: answer(commands.logsSources, handlers.logsSources),
      },
    });
    return shell.page;
  }

  /** What axe finds wrong in what is drawn now, as "rule: element". */
  async function violations(): Promise<string[]> {
    const { violations: found } = await new AxeBuilder({ page: shell.page }).setLegacyMode().analyze();
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  }

  it('leaves the list of logs by Escape, wherever in it the focus is', async () => {
    const view = await show('light');
    await view.getByText(/^RuntimeError: MPS/).waitFor();
    await view.getByRole('grid').focus();
    await view.keyboard.press('Control+o');
    await view.getByRole('textbox', { name: 'Find a log' }).waitFor();
    await view.keyboard.press('Tab');
    await view.locator('[role="option"]:focus').waitFor();
    await view.keyboard.press('Escape');
    await view.getByRole('listbox', { name: 'Logs' }).waitFor({ state: 'detached' });
    // What is behind an open dialog has no role.
    expect(await view.getByRole('grid', { name: 'Log lines' }).count()).toBe(1);
  });

  it('finds a log by its field, the arrow down and Enter', async () => {
    const view = await show('light');
    const field = view.getByRole('textbox', { name: 'Find a log' });
    const [first, second] = ['dashboard_agent.log', 'event_RAYLET.log'] as const;
    await view.getByText(/^RuntimeError: MPS/).waitFor();
    await view.getByRole('grid').focus();
    await view.keyboard.press('Control+o');
    await field.fill(first);
    await view.keyboard.press('Enter');
    await field.waitFor({ state: 'detached' });
    await view.getByRole('button', { name: `Logs: ${first}` }).waitFor();
    await view.keyboard.press('Control+o');
    await field.fill(second);
    await view.keyboard.press('ArrowDown');
    await view.locator('[role="option"]:focus').filter({ hasText: second }).waitFor();
    await view.keyboard.press('Enter');
    await view.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    await view.getByRole('button', { name: `Logs: ${second}` }).waitFor();
    await view.keyboard.press('Control+o');
    await view.getByRole('option', { name: first }).click({ modifiers: ['Control'] });
    const chosen = view.getByRole('option', { selected: true });
    await waitFor('both', async () => (await chosen.count()) === 2);
    const names = await chosen.allTextContents();
    for (const each of [first, second]) expect(names.join('\n')).toContain(each);
  });

  it('shows an entry to its end, also where its lines are wrapped', async () => {
    const ids = `task ${'5'.repeat(48)}, attempt 0, pid 4711, node ${'a'.repeat(56)}`;
    const head = `ERROR train_step failed (${ids}): TASK_EXECUTION_EXCEPTION of the ${'very '.repeat(60)}last step`;
    const lines = [head, 'Traceback (most recent call last):', '  File "train.py", line 209', 'ValueError'];
    const rows = lines.map((text, index) =>
      exampleRow(index, text, { level: 'error', ...(index === 0 ? {} : { startsEntry: false }) }),
    );
    const { answers } = createFakeLogs({ rows, sources: exampleSources, problems: [] });
    const view = await show('light', answers);
    await view.getByText('ValueError').click();
    await view.keyboard.press('Enter');
    const pane = view.getByRole('textbox', { name: 'Text of the entry' });
    await waitFor('the whole entry', async () => (await pane.inputValue()).startsWith(head));
    expect(await pane.evaluate(hiddenPx)).toBe(0);
  });

  it('does what is pressed before the whole of it is there', async () => {
    await shell.page.addInitScript(pressAtFirstRows);
    await shell.page.evaluate('name = "to be pressed"');
    const view = await show('light');
    await view.getByText(/^\d+ of \d+$/).waitFor();
    expect(await view.getByRole('textbox', { name: 'Search' }).inputValue()).toBe('memory');
    await view.getByRole('heading', { name: /MPS/ }).waitFor();
  });

  it.each([560, 680, 800, 1_100])('shows lines and problems at a width of %i', async (width) => {
    const view = await show('light');
    await view.getByText(/^RuntimeError: MPS/).waitFor();
    const devTools = await view.context().newCDPSession(view);
    const size = { width, height: 720, deviceScaleFactor: 1, mobile: false };
    await devTools.send('Emulation.setDeviceMetricsOverride', size);
    try {
      await view.keyboard.press('Control+Shift+P');
      await view.getByRole('heading', { name: /MPS/ }).waitFor();
      const text = await view.locator('.log-line .cell-text').first().boundingBox();
      expect(text?.width).toBeGreaterThan(200);
      expect(await view.locator('.panel-body').evaluate(hiddenSidewaysPx)).toBe(0);
    } finally {
      await devTools.send('Emulation.clearDeviceMetricsOverride');
      await devTools.detach();
    }
  });

  describe.each(['light', 'dark'] as const)('in %s: axe finds nothing wrong', (theme) => {
    it('with an entry, problems and a search, as the engine tells them of files', async () => {
      const view = await showFiles(theme);
      await view.getByText(/^RuntimeError: MPS/).waitFor();
      await view.getByText('•••').first().waitFor();
      await view.keyboard.press('Enter');
      await view.keyboard.press('Control+b');
      await view.keyboard.press('Control+Shift+P');
      await view.keyboard.press('/');
      await view.keyboard.type('memory');
      await view.getByText(/^\d+ of \d+$/).waitFor();
      expect(await violations()).toEqual([]);
      expect(shell.complaints).toEqual([]);
      if (theme === 'light') await keepPicture(view, 'logs');
    });

    it('with its first lines where they stay', async () => {
      // The page's rows, with their places, when they are first drawn: by then React is not loaded.
      await shell.page.addInitScript(noteFirstRows);
      const view = await showFiles(theme);
      await view.getByRole('button', { name: 'All logs' }).waitFor();
      const first = placesSchema.parse(await view.evaluate('globalThis.firstRows'));
      const now = new Map(
        placesSchema.parse(await view.evaluate('[...document.querySelectorAll(".log-line")].map(placeOf)')),
      );
      expect(first.length).toBeGreaterThan(20);
      expect(first.filter(([row, top]) => now.get(row) !== top)).toEqual([]);
    });

    it.each([
      ['the keys', 'Keys', 'dialog'],
      ['the choice of logs', 'Logs: All logs', 'dialog'],
      ['the levels', 'All levels', 'menu'],
      ['the filters', 'Filter', 'dialog'],
      ['what masking means', 'Secrets masked', 'dialog'],
    ] as const)('with %s', async (_, opener, role) => {
      const view = await show(theme);
      await view.getByText(/^RuntimeError: MPS/).waitFor();
      await view.getByRole('button', { name: opener, exact: true }).click();
      await view.getByRole(role).waitFor();
      expect(await violations()).toEqual([]);
    });

    it('with a diagnostics bundle', async () => {
      const view = await show(theme);
      await view.getByRole('button', { name: 'Diagnostics bundle…' }).click();
      await view.getByText('logs/raylet.out').waitFor();
      expect(await violations()).toEqual([]);
    });

    it('with no engine', async () => {
      const view = await show(theme, { logsOpen: () => failure(noEngine) });
      await view.getByText(noEngine.found).waitFor();
      expect(await violations()).toEqual([]);
    });
  });
});

const noEngine: RaybarError = {
  code: 'log-engine-failed',
  tried: 'Asked for the logs',
  found: 'The log engine ended.',
  fixes: ['Try again.'],
  retryable: true,
};

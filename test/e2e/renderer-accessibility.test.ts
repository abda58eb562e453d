import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { success } from '../../src/shared/errors';
import { defaultSettings, type Settings } from '../../src/shared/settings';
import { keepPicture, pictureDirectory } from '../support/keep-picture';
import { openWindowShell, type WindowShell } from '../support/render-window';
import { exampleSnapshot, exampleWorkerStates } from '../support/snapshots';
import { activityStates, doctorStates, popoverStates } from '../support/window-states';

let shell: WindowShell;
beforeAll(async () => {
  shell = await openWindowShell({ scale: pictureDirectory === '' ? 1 : 2 });
});
afterAll(() => shell.close());

const themes = ['light', 'dark'] as const;

/** What axe finds wrong in what is drawn now, as "rule: element". */
async function violations(): Promise<string[]> {
  // Legacy mode: axe would open a second page to gather its results in, which Electron has not.
  const { violations: found } = await new AxeBuilder({ page: shell.page }).setLegacyMode().analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

const openDialog = async (opener: string, role: 'menu' | 'dialog') => {
  await shell.page.getByRole('button', { name: opener }).click();
  await shell.page.getByRole(role).waitFor();
};

describe.each(themes)('in %s, axe finds nothing wrong with', (theme) => {
  it.each(Object.keys(popoverStates))('the popover: %s', async (name) => {
    await shell.show({ window: 'popover', snapshot: popoverStates[name] ?? exampleSnapshot(), theme });
    expect(await violations()).toEqual([]);
    expect(shell.complaints).toEqual([]);
  });

  it('the pause menu', async () => {
    await shell.show({ window: 'popover', theme });
    await openDialog('Pause', 'menu');
    expect(await violations()).toEqual([]);
  });

  it('the drain’s question', async () => {
    await shell.show({ window: 'popover', theme });
    await openDialog('Drain…', 'dialog');
    expect(await violations()).toEqual([]);
  });

  it('the form to join a cluster, with a failed test', async () => {
    const { error } = exampleWorkerStates.backoff;
    const checks = [
      { name: 'own address' as const, ok: true, detail: '10.0.0.7' },
      { name: 'head' as const, ok: false, detail: 'nothing listens on 10.0.0.5:6379' },
    ];
    await shell.show({
      window: 'popover',
      snapshot: popoverStates['welcome'] ?? exampleSnapshot(),
      theme,
      answers: { testConnection: () => success({ checks, error }) },
    });
    const { page } = shell;
    await page.getByRole('button', { name: 'Join a cluster…' }).click();
    await page.getByLabel('Head address').fill('10.0.0.5:6379');
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByText(error.found).waitFor();
    expect(await violations()).toEqual([]);
  });

  it('the settings as they are at first', async () => {
    await shell.show({ window: 'settings', theme });
    await shell.page.getByLabel('Head address').waitFor();
    expect(await violations()).toEqual([]);
    expect(shell.complaints).toEqual([]);
    await keepPicture(shell.page, 'settings');
  });

  it.each(Object.keys(activityStates))('the Activity window: %s', async (name) => {
    await shell.show({ window: 'activity', theme, ...activityStates[name] });
    await shell.page.locator('.charts').waitFor();
    expect(await violations()).toEqual([]);
    expect(shell.complaints).toEqual([]);
  });

  it('the Activity window with its values as a table', async () => {
    await shell.show({ window: 'activity', theme });
    await shell.page.getByRole('button', { name: 'Show the values as a table' }).click();
    await shell.page.getByRole('columnheader', { name: 'Pressure' }).waitFor();
    expect(await violations()).toEqual([]);
  });

  it.each(Object.keys(doctorStates))('the doctor’s window: %s', async (name) => {
    await shell.show({ window: 'doctor', theme, answers: doctorStates[name] ?? {} });
    await shell.page.getByText(/^(As of|Raybar does not answer)/).waitFor();
    expect(await violations()).toEqual([]);
    expect(shell.complaints).toEqual([]);
    if (name === 'three checks wrong') await keepPicture(shell.page, 'doctor');
  });

  it('the settings with own values and fields that are wrong', async () => {
    const settings: Settings = {
      ...defaultSettings,
      cluster: { kind: 'address', headAddress: '10.0.0.5:6379', dashboardAddress: null, tokenFile: null },
      worker: { ...defaultSettings.worker, cpus: 8, resources: { shelf: 1 }, labels: { zone: 'desk' } },
    };
    await shell.show({ window: 'settings', theme, answers: { settingsGet: () => success(settings) } });
    const { page } = shell;
    await page.getByRole('textbox', { name: 'CPUs' }).fill('many');
    await page.getByLabel('Head address').fill('lab');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('2 fields need mending.').waitFor();
    expect(await violations()).toEqual([]);
  });
});

describe('the doctor’s window, opened at a check', () => {
  it('shows it and gives it the focus, also when it is asked for another one', async () => {
    await shell.show({
      window: 'doctor',
      answers: {
        ...doctorStates['three checks wrong'],
        takeWindowTarget: () => success({ doctorCheck: 'model-cache' as const }),
      },
    });
    const { page } = shell;
    const focused = page.locator('li.finding:focus');
    await focused.waitFor();
    expect(await focused.getAttribute('data-check')).toBe('model-cache');
    const row = await focused.boundingBox();
    const height = Number(await page.evaluate('innerHeight'));
    expect(row !== null && row.y >= 0 && row.y + row.height <= height).toBe(true);
    await shell.emit('windowTarget', { doctorCheck: 'memory' });
    await page.locator('li.finding[data-check="memory"]:focus').waitFor();
    expect(await violations()).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  it('everything in the popover is reached, in its order, with the focus in sight', async () => {
    await shell.show({ window: 'popover' });
    const reached: string[] = [];
    for (let press = 0; press < 9; press += 1) {
      await shell.page.keyboard.press('Tab');
      reached.push(String(await shell.page.evaluate(nameOfFocused)));
    }
    expect(reached).toEqual([
      'Copy node id 5a19…98e',
      'Contribute to lab',
      'Pause',
      'Drain…',
      'Logs',
      'Activity',
      'Settings',
      'Ray dashboard',
      'Quit',
    ]);
  });

  it('a pause is chosen', async () => {
    await shell.show({ window: 'popover' });
    const { page } = shell;
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: '30 min' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(shell.calls.filter(({ name }) => name === 'pause')).toEqual([
      { name: 'pause', input: { minutes: 60 } },
    ]);
  });
});

/** In the page: the focused control's name, and proof that its ring is drawn. */
const nameOfFocused = `(() => {
  const focused = document.activeElement;
  if (focused === document.body) return '';
  const ring = focused.closest('[data-focus-visible]') ?? focused;
  if (getComputedStyle(ring).outlineStyle === 'none') return 'no ring around ' + focused.outerHTML;
  return focused.getAttribute('aria-label') ?? focused.textContent;
})()`;

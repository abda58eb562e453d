import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { startOwnDisplay, type VirtualDisplay } from '../support/virtual-display';
import { waitFor } from '../support/wait-for';

/** Lower than the least that the popover has to say, as 720 is than the most. */
const heightPx = 200;

let display: VirtualDisplay | undefined;
let app: RaybarApp | undefined;
beforeAll(async () => {
  display = await startOwnDisplay(`1280x${heightPx}`);
  app = await startRaybarApp({ environment: { DISPLAY: display.name } });
});
afterAll(async () => {
  await app?.stop();
  await display?.stop();
});

it('a popover that is higher than its display fits it, and is scrolled to all that it says', async () => {
  if (app === undefined) throw new Error('The app did not start.');
  await app.control.invoke('openPopover', undefined);
  const page = await app.page('popover');
  const content = page.locator('main');
  await waitFor('the whole of it', async () => ((await content.boundingBox())?.height ?? 0) > heightPx);
  const { electron } = app;
  // Its page is drawn before it is shown.
  const { window, workArea } = await waitFor('the window', () =>
    electron.evaluate(({ BrowserWindow, screen }) => {
      const shown = BrowserWindow.getAllWindows().find((each) => each.isVisible());
      return shown && { window: shown.getBounds(), workArea: screen.getPrimaryDisplay().workArea };
    }),
  );
  expect(window.y).toBeGreaterThanOrEqual(workArea.y);
  expect(window.y + window.height).toBeLessThanOrEqual(workArea.y + workArea.height);

  const bottomOf = async () => {
    const box = await page.getByRole('button', { name: 'Quit' }).boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0);
  };
  expect(await bottomOf()).toBeGreaterThan(heightPx);
  await page.mouse.move(180, 100);
  await page.mouse.wheel(0, 2_000);
  await waitFor('the end to be seen', async () => (await bottomOf()) <= heightPx);
  // Nothing has to be scrolled sideways for it.
  expect(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBe(0);
});

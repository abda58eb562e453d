import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture } from '../support/keep-picture';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { waitFor } from '../support/wait-for';

describe('a second start', () => {
  let app: RaybarApp;

  beforeAll(async () => {
    app = await startRaybarApp();
  });
  afterAll(() => app?.stop());

  const seen = (wanted: boolean) =>
    waitFor(
      `the popover to be ${wanted ? 'seen' : 'gone'}`,
      async () => (await app.isVisible('popover')) === wanted,
    );

  it('finds a welcome open, where no cluster was chosen yet', async () => {
    await seen(true);
    const page = await app.page('popover');
    await page.getByRole('button', { name: /^Join a cluster/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Try it here' }).isEnabled()).toBe(true);
    await keepPicture(page, 'popover-welcome');
  });

  it('shows the first, says so, and ends well', async () => {
    await app.control.invoke('openPopover', undefined);
    await app.desktop.tray.click();
    await seen(false);
    const { code, output } = await app.startAgain();
    expect(code).toBe(0);
    expect(output).toContain('Raybar runs already');
    await seen(true);
    expect(app.desktop.log.all('tray-item')).toHaveLength(1);
  });
});

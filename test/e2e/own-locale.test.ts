import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';

let app: RaybarApp;
beforeAll(async () => {
  app = await startRaybarApp({ environment: { LC_ALL: 'en_DE.UTF-8' } });
});
afterAll(() => app?.stop());

it('a window speaks English and writes numbers as the region does', async () => {
  await app.control.invoke('openActivity', undefined);
  const page = await app.page('activity');
  await page.getByText(/^\d+,\d of \d+(,\d)? [GT]B: apps \d+,\d,/).waitFor();
  // Which is more than Chromium knows by itself.
  expect(await page.evaluate(`new Intl.NumberFormat().format(1.5)`)).toBe('1.5');
});

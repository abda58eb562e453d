import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { waitFor } from './wait-for';

/** Where pictures of the windows are kept: docs/images when the README's are made anew; unset, none are taken. */
export const pictureDirectory = process.env['RAYBAR_SCREENSHOTS'] ?? '';

/**
 * Keeps what the page shows as NAME-light.png and NAME-dark.png. `bringAbout` is for what passes sooner than two pictures are taken:
 * it is done before each of them, and `holds` must still be so after it.
 */
export async function keepPicture(
  page: Page,
  name: string,
  passing?: { bringAbout: () => Promise<void>; holds: () => Promise<boolean> },
): Promise<void> {
  if (pictureDirectory === '') return passing?.bringAbout();
  await mkdir(pictureDirectory, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a bar on its way tells another number than the one beside it.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await passing?.bringAbout();
    if (name.startsWith('popover-')) await waitFor('the popover to fit its contents', () => fits(page));
    // A large window would be too large a file with a Retina display's pixels.
    const scale = /^(activity|doctor)/.test(name) ? 'css' : 'device';
    await page.screenshot({ path: path.join(pictureDirectory, `${name}-${colorScheme}.png`), scale });
    if (passing && !(await passing.holds())) throw new Error(`${name} was over before its picture was taken`);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** A window that shrinks is resized a moment after its contents. */
async function fits(page: Page): Promise<boolean> {
  const content = await page.locator('main').boundingBox();
  return Math.abs(Number(await page.evaluate('innerHeight')) - (content?.height ?? 0)) <= 1;
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';

/** Where pictures of the windows are kept: docs/images when the README's are made anew; unset, none are taken. */
export const pictureDirectory = process.env['RAYBAR_SCREENSHOTS'] ?? '';

/** Keeps what the page shows now as NAME-light.png and NAME-dark.png. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (pictureDirectory === '') return;
  await mkdir(pictureDirectory, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(pictureDirectory, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: null });
}

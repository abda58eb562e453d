import type { Page } from 'playwright';
import { waitFor } from './wait-for';

/** What the page says in headings and on buttons; runs in it. */
const noteInPage = `{
  const said = globalThis.raybarSaid = [];
  const note = () => {
    for (const each of document.querySelectorAll('h1, h2, button')) {
      const name = each.getAttribute('aria-label') ?? each.textContent;
      if (!said.includes(name)) said.push(name);
    }
  };
  globalThis.raybarNoting?.disconnect();
  globalThis.raybarNoting = new MutationObserver(note);
  globalThis.raybarNoting.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  note();
}`;

/**
 * Has the page note its headings and buttons from now on. Gives what resolves once one of that name was there, were it only for a moment: what passes may
 * be over before a test looks for it. Begin before it is brought about.
 */
export async function noteSaid(page: Page): Promise<(name: RegExp) => Promise<unknown>> {
  await page.evaluate(noteInPage);
  return (name) =>
    waitFor(`the page to say ${String(name)}`, async () => {
      const said: unknown = await page.evaluate('globalThis.raybarSaid');
      return Array.isArray(said) && said.some((each) => name.test(String(each)));
    });
}

let unread: string | null = null;
let own: string | undefined;

/**
 * Whose numbers and times a process writes where no place is given: told once, at its start. Intl's own default in Electron is the language of
 * Chromium's texts, which knows nothing of the region: a Mac that speaks English in Germany (en_DE) writes 1,5.
 *
 * @param system as `app.getSystemLocale()` tells it, "en-DE" or "en_DE@calendar=…"; what Intl does not know leaves its default
 */
export function setOwnLocale(system: string): void {
  unread = system;
}

/** BCP 47; undefined: Intl's default. */
export function ownLocale(): string | undefined {
  // Intl is asked when something is first written: it takes milliseconds to wake up, and the tray comes before.
  if (unread !== null) own = knownLocale(unread);
  unread = null;
  return own;
}

/** Pure. */
export function knownLocale(told: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(told.replace(/[@.].*$/, '').replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

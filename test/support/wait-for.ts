import { setTimeout as delay } from 'node:timers/promises';

/** Looks every `everyMs` until `look` gives something other than null, undefined or false; rejects with what it last saw or threw. */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { withinMs = 30_000, everyMs = 50 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  let last: unknown = null;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== null && seen !== undefined && seen !== false) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    if (Date.now() > giveUpAt) throw new Error(`waited ${withinMs} ms for ${what}: ${String(last)}`);
    await delay(everyMs);
  }
}

/** Asks again and again until the answer is yes; false when `atMostMs` passed first. For what gives no event. */
export async function until(
  ask: () => Promise<boolean>,
  { everyMs, atMostMs }: { everyMs: number; atMostMs: number },
): Promise<boolean> {
  const endAt = Date.now() + atMostMs;
  for (;;) {
    if (await ask()) return true;
    if (Date.now() >= endAt) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

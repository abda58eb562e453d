/** Keeps what was read until it is so old; for what changes slowly and costs a look. */
export function every<T>(everyMs: number, read: () => T, now: () => number): () => T {
  let kept: { at: number; value: T } | null = null;
  return () => {
    const at = now();
    if (kept === null || at - kept.at >= everyMs) kept = { at, value: read() };
    return kept.value;
  };
}

/**
 * Pure: whether `at` is less than `forMs` before `now`; both in ms since the epoch. A time that is still to come is none: the clock was
 * set back, and nobody may wait until it is there again.
 */
export const isRecent = (at: number | null | undefined, now: number, forMs: number): boolean =>
  at !== null && at !== undefined && now >= at && now - at < forMs;

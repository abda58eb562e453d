/** When "until tomorrow" ends, on the owner's clock: early enough for the morning, late enough for a long evening. */
const morningHour = 7;

/** The end of a pause, in ms since the epoch. `tomorrow` is the next day's morning; after midnight it is this day's. */
export function pauseUntil(pause: { minutes: number } | { until: 'tomorrow' }, now: number): number {
  if ('minutes' in pause) return now + pause.minutes * 60_000;
  const morning = new Date(now);
  // The small hours still belong to the evening before.
  if (morning.getHours() >= morningHour) morning.setDate(morning.getDate() + 1);
  morning.setHours(morningHour, 0, 0, 0);
  return morning.getTime();
}

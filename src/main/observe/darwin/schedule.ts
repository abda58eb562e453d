/** One command that is run again and again. */
export interface Scheduled<Name extends string = string> {
  name: Name;
  everyMs: number;
  /** Never later than this while the samples come often enough; the others stand back. */
  atMostMs?: number;
  /** When it was last begun; null when never. */
  begunAt: number | null;
  /** It was begun and has not ended: a hung one is not begun anew. */
  running: boolean;
}

/** A timer comes a few ms late or early; what would be due in a moment is due. */
const slackMs = 50;

/**
 * Pure: which commands to begin now, at most `most`. What has a limit and would pass it before the next sample goes first, then what is latest
 * in proportion to how often it is wanted; among equals the order of the list counts, and what never ran is latest of all.
 */
export function dueNow<Name extends string>(
  all: readonly Scheduled<Name>[],
  { now, most, nextSampleMs }: { now: number; most: number; nextSampleMs: number },
): Name[] {
  const lateness = ({ begunAt, everyMs, atMostMs }: Scheduled<Name>): number => {
    if (begunAt === null) return Number.MAX_VALUE;
    const age = now - begunAt;
    if (atMostMs !== undefined && age + nextSampleMs > atMostMs - slackMs) return Number.POSITIVE_INFINITY;
    return age / everyMs;
  };
  return all
    .filter(
      ({ begunAt, everyMs, running }) => !running && (begunAt === null || now - begunAt >= everyMs - slackMs),
    )
    .map((one) => ({ name: one.name, lateness: lateness(one) }))
    .sort((one, other) => (one.lateness === other.lateness ? 0 : other.lateness - one.lateness))
    .slice(0, most)
    .map(({ name }) => name);
}

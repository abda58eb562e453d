/** How often a command is wanted. */
export interface Pace {
  everyMs: number;
  /** Where the samples come more often than that, it never waits longer; the others stand back. */
  atMostMs?: number;
  /** At every sample, before all others. */
  always?: boolean;
}

/** One command that is run again and again. */
export interface Scheduled<Name extends string = string> extends Pace {
  name: Name;
  /** When it was last begun; null when never. */
  begunAt: number | null;
  /** It was begun and has not ended: a hung one is not begun anew. */
  running: boolean;
}

/** A timer comes a few ms late or early; what would be due in a moment is due. */
const slackMs = 50;

/**
 * Pure: which commands to begin now, at most `most`. What must be begun at every sample goes first, then what would pass its limit before the
 * next sample, then what is latest in proportion to how often it is wanted, or can be had; among equals the order of the list counts.
 * What never ran is later than all that did.
 */
export function dueNow<Name extends string>(
  all: readonly Scheduled<Name>[],
  { now, most, sampleEveryMs }: { now: number; most: number; sampleEveryMs: number },
): Name[] {
  const lateness = ({ begunAt, everyMs, atMostMs = 0, always }: Scheduled<Name>): number => {
    if (always) return Number.POSITIVE_INFINITY;
    if (begunAt === null) return 2e9;
    const age = now - begunAt;
    if (atMostMs > sampleEveryMs && age + sampleEveryMs > atMostMs + slackMs) return 1e9;
    return age / Math.max(everyMs, sampleEveryMs);
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

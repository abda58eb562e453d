import type { EntryState } from '../formats/entry-tracker';
import { levelCode, levelOfCode } from './line-marks';

const traces = ['none', 'frames', 'told', 'chained'] as const satisfies readonly EntryState['trace'][];

/** Pure: all of a state but its time, in a byte. */
export function packState({ level, headed, trace, afterHead }: EntryState): number {
  return levelCode(level) | (headed ? 8 : 0) | (traces.indexOf(trace) << 4) | (afterHead ? 64 : 0);
}

/** @param at ms since the epoch; NaN for none */
export function unpackState(packed: number, at: number): EntryState {
  return {
    level: levelOfCode(packed & 7),
    at: Number.isNaN(at) ? null : at,
    headed: (packed & 8) !== 0,
    trace: traces[(packed >>> 4) & 3] ?? 'none',
    afterHead: (packed & 64) !== 0,
  };
}

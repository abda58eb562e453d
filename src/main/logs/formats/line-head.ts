import type { LogFormat, LogLevel } from '../../../shared/logs';

/**
 * What a line is to the lines around it.
 * `head`: it has a level or a time. `traceback`: a Python traceback begins. `exception`: "ValueError: …" at the line's beginning.
 * `chain`: "During handling of the above exception, …": a further traceback belongs to the same entry.
 * `crash`: a process tells of its end ("Fatal Python error: …"). `marker`: a worker goes on with another task. `indented`, `blank` and `plain` say nothing
 * by themselves.
 */
export type LineKind =
  'head' | 'traceback' | 'exception' | 'chain' | 'crash' | 'marker' | 'indented' | 'blank' | 'plain';

/** What the beginning of a line says. */
export interface LineHead {
  readonly kind: LineKind;
  /** True when the line by itself begins an entry; EntryTracker decides for what depends on the lines before. */
  readonly startsEntry: boolean;
  readonly level: LogLevel | null;
  /** ms since the epoch. */
  readonly at: number | null;
  readonly format: LogFormat;
}

const silent = (kind: LineKind): LineHead => ({
  kind,
  startsEntry: false,
  level: null,
  at: null,
  format: 'plain',
});

// One object each: most of ten million lines are these.
export const plainLine = silent('plain');
export const blankLine = silent('blank');
export const indentedLine = silent('indented');
export const chainLine: LineHead = { ...silent('chain'), format: 'traceback' };
export const markerLine: LineHead = { ...silent('marker'), startsEntry: true };
export const tracebackLine: LineHead = {
  kind: 'traceback',
  startsEntry: true,
  level: 'error',
  at: null,
  format: 'traceback',
};
export const exceptionLine: LineHead = { ...tracebackLine, kind: 'exception' };

export const crashLine = (at: number | null): LineHead => ({
  kind: 'crash',
  startsEntry: true,
  level: 'fatal',
  at,
  format: 'traceback',
});

export const headLine = (format: LogFormat, level: LogLevel | null, at: number | null): LineHead => ({
  kind: 'head',
  startsEntry: true,
  level,
  at,
  format,
});

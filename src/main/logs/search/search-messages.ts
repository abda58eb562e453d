import type { LogSearch } from '../../../shared/log-views';

/** Whole blocks of a file, next to each other. */
export interface ScanJob {
  /** An open file of this process: threads share them. */
  descriptor: number;
  /** Where each block begins, and behind them where the last one ends. */
  offsets: Float64Array;
  /** The number of each block's first line. */
  firstLines: Float64Array;
  /** How many lines the last block has. */
  lastBlockLines: number;
  /** A bit for each line of the file; the thread sets those of the matching ones. */
  bits: SharedArrayBuffer;
}

export type SearchRequest =
  | { kind: 'scan'; id: number; search: LogSearch; job: ScanJob }
  | { kind: 'spans'; id: number; search: LogSearch; texts: string[] };

/** The first that a thread says: it has loaded its program, and takes questions. */
export interface SearchThreadUp {
  kind: 'up';
}

export type SearchAnswer =
  { kind: 'scanned'; id: number } | { kind: 'spans'; id: number; spans: { start: number; end: number }[][] };

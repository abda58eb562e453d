import type { LogSourceKind } from '../../../shared/log-views';
import { knownProblems } from './known-problems';
import { byImportance, type FoundProblem } from './problem-collector';

/** What one file tells of. */
export interface FileProblems<Place> {
  kind: LogSourceKind;
  /** Ms since the epoch. */
  writtenAt: number;
  problems: readonly FoundProblem<Place>[];
}

/** A job's lines without a time have that of a line before them, on the head's clock and wall. */
const jobSlackMs = 24 * 3_600_000;

/**
 * Problems of several files as one list. A job's output repeats how its tasks failed and what they wrote: where this machine's own
 * logs, `task-failures.log` above all, tell of the same in that time, the job's word is not counted again.
 */
export function mergeProblems<Place>(files: readonly FileProblems<Place>[]): FoundProblem<Place>[] {
  const merged = new Map<string, FoundProblem<Place>>();
  const toldHere = new Map<string, number>();
  const add = (problem: FoundProblem<Place>): void => {
    const other = merged.get(problem.key);
    merged.set(problem.key, other === undefined ? problem : mergedPair(other, problem));
  };
  for (const { problems, writtenAt } of files.filter(({ kind }) => kind !== 'job')) {
    for (const problem of problems) {
      add(problem);
      toldHere.set(
        problem.key,
        Math.max(toldHere.get(problem.key) ?? -Infinity, problem.lastAt ?? writtenAt),
      );
    }
  }
  for (const { problems } of files.filter(({ kind }) => kind === 'job')) {
    for (const problem of problems) {
      const here = toldHere.get(problem.key);
      if (here === undefined || (problem.lastAt !== null && here < problem.lastAt - jobSlackMs))
        add(asOfJob(problem));
    }
  }
  return byImportance([...merged.values()]);
}

/** A group of its own where other words are said of it. */
function asOfJob<Place>(problem: FoundProblem<Place>): FoundProblem<Place> {
  const words = knownProblems.find(({ id }) => id === problem.id)?.ofJob;
  return words === undefined ? problem : { ...problem, ...words, key: `${problem.key} (job)` };
}

function mergedPair<Place>(one: FoundProblem<Place>, other: FoundProblem<Place>): FoundProblem<Place> {
  const earlier = (one.firstAt ?? Infinity) <= (other.firstAt ?? Infinity) ? one : other;
  const later = (one.lastAt ?? -Infinity) > (other.lastAt ?? -Infinity) ? one : other;
  return {
    ...later,
    count: one.count + other.count,
    firstAt: earlier.firstAt,
    first: earlier.first,
    detail: later.detail ?? earlier.detail,
  };
}

import { clusterProblems } from './cluster-problems';
import type { KnownProblem } from './known-problem';
import { machineProblems } from './machine-problems';
import { memoryProblems } from './memory-problems';
import { taskProblems } from './task-problems';

/** In the order of telling: a line counts as the first one that knows it. What names a cause stands before what names only its effect. */
export const knownProblems: readonly KnownProblem[] = [
  ...memoryProblems,
  ...machineProblems,
  ...clusterProblems,
  ...taskProblems,
];

const wordsOf = (problem: KnownProblem) => problem.words;
/** A line with none of these tells of no known problem. ASCII. */
export const tellingWords: readonly string[] = [...new Set(knownProblems.flatMap(wordsOf))];

/** Quotes words without anything having happened by it: a traceback's source line, Ray's first line of a job with its command, and an event that the agent could not report. */
const quoting =
  /^(?:\([^)]{1,200}\) )?(?: {4}|Running entrypoint for job )|\bevent_agent\.py:\d+ -- Report event failed/;

/** Which problem a line tells of; null for most. @param line without escape sequences */
export function problemOfLine(line: string): KnownProblem | null {
  if (quoting.test(line)) return null;
  return (
    knownProblems.find(
      ({ words, pattern }) => words.some((word) => line.includes(word)) && pattern.test(line),
    ) ?? null
  );
}

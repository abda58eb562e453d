import type { LogProblem } from '../../../shared/log-problems';
import { exceptionOf, type KnownProblem } from './known-problem';
import { problemOfLine } from './known-problems';

/** A problem with where it was told first and last. `Place` is whatever the caller finds a line by. */
export interface FoundProblem<Place> extends Omit<LogProblem, 'first' | 'last'> {
  first: Place;
  last: Place;
}

interface Group<Place> {
  known: KnownProblem;
  subject: string | null;
  detail: string | null;
  count: number;
  firstAt: number | null;
  lastAt: number | null;
  first: Place;
  last: Place;
}

/** What was told last: the lines behind it in its entry say more. */
interface Told<Place> {
  group: Group<Place>;
  lines: string[];
}

/** Lines behind the telling one that can say more: a version mismatch has 8, a traceback some dozens. */
const mostLines = 60;
const mostGroups = 200;

/**
 * Groups what the lines tell of. Lines of one file come in order; of several files, entry by entry (or a collector for each, and `mergeProblems`).
 * Holds at most 200 groups: the table is short, and subjects beyond that are counted together.
 */
export class ProblemCollector<Place> {
  private readonly groups = new Map<string, Group<Place>>();
  /** Keys that this entry has told of. */
  private readonly inEntry = new Set<string>();
  private last: Told<Place> | null = null;
  /** A failure that all of its entry is about: what stands behind another problem in it says more of both. */
  private whole: Told<Place> | null = null;

  /**
   * @param line without escape sequences
   * @param startsEntry true where a new entry begins: what was told before is another failure
   * @param at the entry's time
   * @returns true where the line told of a problem, and not of one that its entry told already in other words
   */
  feed(line: string, startsEntry: boolean, at: number | null, place: Place): boolean {
    if (startsEntry) this.endEntry();
    const known = problemOfLine(line);
    const subject = known?.subject?.(line) ?? null;
    const key = known === null ? null : this.keyOf(known, subject);
    if (known === null || key === null || this.isToldAgain(known, key, line)) {
      for (const told of new Set([this.last, this.whole])) add(told, line);
      return false;
    }
    add(this.whole, line);
    this.tellDetail();
    this.inEntry.add(key);
    this.last = { group: this.count(key, known, subject, at, place), lines: [line] };
    if (known.oncePerEntry === true) this.whole = this.last;
    return true;
  }

  /** The entry is over: the next line belongs to another one, or there is none. */
  endEntry(): void {
    this.tellDetail();
    this.last = null;
    this.whole = null;
    this.inEntry.clear();
  }

  /** The gravest first, then the newest. */
  problems(): FoundProblem<Place>[] {
    this.tellDetail();
    return byImportance([...this.groups].map(([key, group]) => told(key, group)));
  }

  /** An entry's plain lines may be what a program printed one by one: each is another failure. What a chain of exceptions repeats is not. */
  private isToldAgain({ oncePerEntry }: KnownProblem, key: string, line: string): boolean {
    return this.inEntry.has(key) && (oncePerEntry === true || exceptionOf(line) !== null);
  }

  private tellDetail(): void {
    for (const told of new Set([this.last, this.whole])) {
      if (told === null) continue;
      const { group, lines } = told;
      group.detail = group.known.detail?.(lines) ?? group.detail;
    }
  }

  private keyOf({ id }: KnownProblem, subject: string | null): string {
    const key = subject === null ? id : `${id} ${subject}`;
    return this.groups.has(key) || this.groups.size < mostGroups ? key : id;
  }

  private count(
    key: string,
    known: KnownProblem,
    subject: string | null,
    at: number | null,
    place: Place,
  ): Group<Place> {
    const group = this.groups.get(key);
    if (group === undefined) {
      const fresh = {
        known,
        subject,
        detail: null,
        count: 1,
        firstAt: at,
        lastAt: at,
        first: place,
        last: place,
      };
      this.groups.set(key, fresh);
      return fresh;
    }
    group.count += 1;
    group.last = place;
    if (at !== null) {
      group.firstAt = Math.min(group.firstAt ?? at, at);
      group.lastAt = Math.max(group.lastAt ?? at, at);
    }
    return group;
  }
}

function add<Place>(told: Told<Place> | null, line: string): void {
  if (told !== null && told.lines.length < mostLines) told.lines.push(line);
}

const told = <Place>(key: string, { known, ...group }: Group<Place>): FoundProblem<Place> => ({
  key,
  id: known.id,
  level: known.level,
  title: known.title,
  explanation: known.explanation,
  fixes: known.fixes,
  link: known.link,
  ...group,
});

const gravity = { fatal: 0, error: 1, warning: 2, info: 3, debug: 4, trace: 5 } as const;

export function byImportance<Place>(problems: FoundProblem<Place>[]): FoundProblem<Place>[] {
  return problems.sort(
    (a, b) => gravity[a.level] - gravity[b.level] || (b.lastAt ?? 0) - (a.lastAt ?? 0) || b.count - a.count,
  );
}

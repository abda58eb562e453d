/** Pure: the known name that a mistyped one most likely means, or null when none is near. */
export function nearestName(typed: string, known: readonly string[]): string | null {
  const lower = typed.toLowerCase();
  // The last word of a path alone names it too: "cpus" for "worker.cpus".
  const tail = known.find((name) => name.toLowerCase().endsWith(`.${lower}`));
  if (tail !== undefined) return tail;
  const [nearest] = known
    .map((name) => ({ name, slips: slipsBetween(lower, name.toLowerCase()) }))
    .filter(({ name, slips }) => slips <= mostSlips(lower, name))
    // "of" is one slip from "on", too, but is the beginning of "off".
    .sort((a, b) => a.slips - b.slips || beginsAs(b.name, lower) - beginsAs(a.name, lower));
  return nearest?.name ?? null;
}

/** The end of a sentence that says that there is no such name; nothing where none is near. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const nearest = nearestName(typed, known);
  return nearest === null ? '' : `; did you mean ${nearest}?`;
}

/** A third of the letters at most: with two of four others "bogus" would be "logs". */
const mostSlips = (typed: string, name: string): number =>
  Math.max(1, Math.floor(Math.max(typed.length, name.length) / 3));

const beginsAs = (name: string, lower: string): number => Number(name.toLowerCase().startsWith(lower));

/** How many letters must be put in, taken out, changed, or changed about with the next one (Damerau's, within one slip). */
function slipsBetween(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const least = Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      const isTwist = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(isTwist ? Math.min(least, (beforePrevious[column - 2] ?? 0) + 1) : least);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

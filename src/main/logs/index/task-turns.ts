import { readWorkerMarker } from '../formats/line-origin';

/** A turn takes 8 bytes. Of a worker that takes tasks in turns for longer, the newest half of them is kept. */
const mostTurns = 2 ** 18;
/** An actor may name itself anew once it is made: "Trainer", "Trainer(rank=0)". */
const mostActorNames = 8;

/**
 * Whose lines a worker's output has, as its markers tell: from each on they are another task's, in the same process. An actor keeps its process, so all of its names are
 * those of one turn. Names are kept as numbers: there may be as many as there are tasks.
 */
export class TaskTurns {
  private lines = new Uint32Array(8);
  private names = new Uint32Array(8);
  private count = 0;
  private readonly actor: number[] = [];
  private isWhole = true;

  /** @param text a whole line, which may be a marker */
  take(line: number, text: string): void {
    const marker = readWorkerMarker(text);
    if (marker === null || marker.kind === 'job' || marker.value === '') return;
    const told = taskNameNumber(marker.value);
    const isNew = marker.kind === 'actor' && !this.actor.includes(told);
    if (isNew && this.actor.length < mostActorNames) this.actor.push(told);
    const name = marker.kind === 'actor' ? (this.actor[0] ?? told) : told;
    if (this.count > 0 && this.names[this.count - 1] === name) return;
    if (this.count === mostTurns) this.forgetHalf();
    if (this.count === this.lines.length) this.grow();
    this.lines[this.count] = line;
    this.names[this.count] = name;
    this.count += 1;
  }

  /** All names of whose turn it is at the end; empty where no marker told. */
  get last(): readonly number[] {
    return this.count === 0 ? [] : this.namesAt(this.count - 1);
  }

  /**
   * Which lines are those of a task; to be asked in their order.
   *
   * @param wanted numbers of its names
   * @param before of whose turn it is before the first marker
   * @param isNow true where the last turn is this task's, whatever the marker says
   */
  linesOf(wanted: readonly number[], before: readonly number[], isNow: boolean): (line: number) => boolean {
    const isOf = (turn: number): boolean => {
      if (isNow && turn === this.count - 1) return true;
      const names = turn === -1 ? (this.isWhole ? before : []) : this.namesAt(turn);
      return names.some((name) => wanted.includes(name));
    };
    let from = 0;
    let to = 0;
    let verdict = false;
    return (line) => {
      if (line >= from && line < to) return verdict;
      const turn = this.turnOf(line);
      from = turn === -1 ? 0 : (this.lines[turn] ?? 0);
      to = turn + 1 < this.count ? (this.lines[turn + 1] ?? 0) : Number.POSITIVE_INFINITY;
      verdict = isOf(turn);
      return verdict;
    };
  }

  private namesAt(turn: number): readonly number[] {
    const name = this.names[turn] ?? 0;
    return name === this.actor[0] ? this.actor : [name];
  }

  /** -1 for what is before the first. */
  private turnOf(line: number): number {
    let low = -1;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lines[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private forgetHalf(): void {
    const half = this.count >>> 1;
    this.lines.copyWithin(0, half, this.count);
    this.names.copyWithin(0, half, this.count);
    this.count -= half;
    this.isWhole = false;
  }

  private grow(): void {
    const [lines, names] = [this.lines, this.names];
    this.lines = new Uint32Array(lines.length * 2);
    this.lines.set(lines);
    this.names = new Uint32Array(names.length * 2);
    this.names.set(names);
  }
}

/** FNV-1a, 32 bits: two of a worker's tasks hardly ever have the same, and then a filter shows both. */
export function taskNameNumber(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

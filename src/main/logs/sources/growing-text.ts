/** One text that comes in pieces and as a whole, from the beginning each: what is new of either is written. */
export class GrowingText {
  /** How much of it came in pieces. */
  tailed = 0;
  private written = 0;

  constructor(
    private readonly write: (more: string) => void,
    private readonly most: number,
  ) {}

  piece(piece: string): void {
    this.put(piece, this.tailed);
    this.tailed += piece.length;
  }

  /** Whether it told something new. */
  whole(text: string): boolean {
    const before = this.written;
    this.put(text, 0);
    return this.written > before;
  }

  /** The next piece is the text's beginning again. */
  rewind(): void {
    this.tailed = 0;
  }

  /** @param at where in the text this stands */
  private put(text: string, at: number): void {
    const more = text.slice(Math.max(0, this.written - at), Math.max(0, this.most - at));
    if (more === '') return;
    this.write(more);
    this.written += more.length;
  }
}

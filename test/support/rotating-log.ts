import { appendFileSync, copyFileSync, existsSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** A log whose lines are numbered, and all that is done to logs: what a reader should have read in the end is 1, 2, 3, … */
export class RotatingLog {
  written = 0;
  private readonly path: string;

  constructor(
    private readonly folder: string,
    /** Lines with a time, or without. */
    private readonly timed: boolean,
    private readonly file = 'raylet.out',
  ) {
    this.path = join(folder, file);
  }

  append(lines: number, whole = true): void {
    let text = '';
    for (let count = 0; count < lines; count += 1) text += this.nextLine();
    // The rest of the last line comes with the next ones.
    const end = whole || lines === 0 ? text.length : text.length - 3;
    appendFileSync(this.path, this.left + text.slice(0, end));
    this.left = text.slice(end);
  }

  /** Finishes a line that was begun: whoever rotates a log does so between lines. */
  finish(): void {
    if (this.left !== '') this.append(0);
  }

  rename(): void {
    this.finish();
    if (!existsSync(this.path)) return;
    this.makeRoom();
    renameSync(this.path, this.backup(1));
    appendFileSync(this.path, '');
  }

  copyAndCut(): void {
    this.finish();
    if (!existsSync(this.path)) return;
    this.makeRoom();
    copyFileSync(this.path, this.backup(1));
    truncateSync(this.path);
  }

  /** What was not read yet is lost with it. */
  cut(): void {
    this.finish();
    if (existsSync(this.path)) truncateSync(this.path);
  }

  remove(): void {
    this.finish();
    rmSync(this.path, { force: true });
  }

  private left = '';

  private nextLine(): string {
    this.written += 1;
    const time = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString();
    const stamp = `${time.slice(0, 10)} ${time.slice(11, 19)},${time.slice(20, 23)}`;
    return this.timed
      ? `[${stamp} I 1 1] (raylet) a.cc:1: line ${this.written} of many\n`
      : `line ${this.written} of many\n`;
  }

  private makeRoom(): void {
    let last = 1;
    while (existsSync(this.backup(last))) last += 1;
    for (let number = last; number > 1; number -= 1) renameSync(this.backup(number - 1), this.backup(number));
  }

  private backup(number: number): string {
    return join(this.folder, `${this.file}.${number}`);
  }
}

/** The number that a line was written with. */
export const numberOf = (text: string): number => Number(/line (\d+) of many$/.exec(text)?.[1] ?? Number.NaN);

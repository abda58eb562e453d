import { type RaybarError, RaybarFailure } from '../../../shared/errors';
import type { LogSearch } from '../../../shared/log-views';
import type { LogFile } from '../follow/log-file';
import { FileMatches } from './file-matches';
import { makeMatcher, spansIn, type Matcher } from './matcher';
import { type Searchers, SearchTooSlow } from './searchers';

/** Searched by one thread at once: small enough that a search that is not wanted any more is over soon. */
const plainJobBytes = 16 * 1024 * 1024;
/** A regular expression has the threads' whole budget for this much. */
const regexJobBytes = 512 * 1024;

/** One search over the files of a view. Goes on as they are indexed and as they grow. */
export class SearchSession {
  problem: RaybarError | null = null;
  private readonly files = new Map<LogFile, FileMatches>();
  private matcher: Matcher | null = null;
  private active = 0;
  private closed = false;

  constructor(
    readonly search: LogSearch,
    private readonly searchers: Searchers,
    private readonly changed: () => void,
  ) {
    try {
      this.matcher = makeMatcher(search);
    } catch (problem) {
      if (!(problem instanceof RaybarFailure)) throw problem;
      this.problem = problem.error;
    }
  }

  /** Searches what is new in these files, and forgets others. */
  pump(files: readonly LogFile[]): void {
    for (const file of this.files.keys()) if (!files.includes(file)) this.files.delete(file);
    if (this.problem !== null || this.closed) return;
    for (const file of files) {
      if (!this.files.has(file)) this.files.set(file, new FileMatches(file.descriptor, file.index));
    }
    // Two jobs for each thread: while one is searched the next one waits there.
    const bytes = this.search.regex ? regexJobBytes : plainJobBytes;
    for (const [file, matches] of this.files) {
      while (this.active < this.searchers.width * 2) {
        const job = matches.nextJob(bytes);
        if (job === null) break;
        this.active += 1;
        file.hold();
        void this.searchers
          .scan(this.search, job)
          .catch((problem: unknown) => this.fail(problem))
          .finally(() => {
            this.active -= 1;
            file.letGo();
            matches.finished();
            if (this.closed) return;
            this.changed();
            this.pump([...this.files.keys()]);
          });
      }
    }
  }

  close(): void {
    this.closed = true;
  }

  matchesOf(file: LogFile): FileMatches | null {
    return this.files.get(file) ?? null;
  }

  get isDone(): boolean {
    return (
      this.problem !== null || [...this.files].every(([file, matches]) => file.isIndexed && matches.isDone)
    );
  }

  /** 0 to 1, by bytes. */
  get share(): number {
    let searched = 0;
    let all = 0;
    for (const [file, matches] of this.files) {
      searched += Math.min(matches.searchedBytes, file.size);
      all += file.size;
    }
    return all === 0 ? 1 : searched / all;
  }

  /** What to mark in lines that are shown. A regular expression is tried in a search thread, with its budget. */
  async spans(texts: string[]): Promise<{ start: number; end: number }[][]> {
    const { matcher } = this;
    const none = texts.map(() => []);
    if (matcher === null || texts.length === 0) return none;
    if (!this.search.regex) return texts.map((text) => spansIn(matcher, text));
    if (this.problem !== null) return none;
    return this.searchers.spans(this.search, texts).catch((problem: unknown) => {
      this.fail(problem);
      return none;
    });
  }

  /** Whether a line matches anywhere, however long it is: its bytes are searched in a search thread, as those of all files. */
  async isInLine({ descriptor }: LogFile, { from, to }: { from: number; to: number }): Promise<boolean> {
    if (this.problem !== null || this.closed) return false;
    const bits = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const offsets = Float64Array.of(from, to);
    const job = { descriptor, offsets, firstLines: Float64Array.of(0), lastBlockLines: 1, bits };
    await this.searchers.scan(this.search, job).catch((problem: unknown) => this.fail(problem));
    return new Int32Array(bits)[0] !== 0;
  }

  private fail(problem: unknown): void {
    if (this.closed) return;
    const tooSlow = problem instanceof SearchTooSlow;
    this.problem ??= {
      code: tooSlow ? 'log-search-too-slow' : 'log-engine-failed',
      tried: `Searched for ${this.search.text}`,
      found: tooSlow
        ? 'The expression takes too long on some line: the search was stopped there.'
        : `The search ended: ${problem instanceof Error ? problem.message : String(problem)}`,
      fixes: tooSlow
        ? ['Take out repetitions within repetitions, such as (a+)+.', 'Search for it as text.']
        : ['Search again.'],
      retryable: !tooSlow,
    };
    this.changed();
  }
}

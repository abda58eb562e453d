import type { LogProblemPlace, LogProblems } from '../../../shared/log-problems';
import type { LogSourceKind } from '../../../shared/log-views';
import type { LogFile } from '../follow/log-file';
import { LineContext } from '../formats/line-context';
import { LineMasker, type MaskOptions } from '../masking/line-masker';
import { mergeProblems } from '../problems/merge-problems';
import { ProblemScan } from '../problems/problem-scan';

/** One answer looks so long; who wants more asks again, and others come between. */
const sliceMs = 25;

/** What problems the open files tell of: each file is looked through once, and again only where it has grown. */
export class ProblemScans {
  private scans = new WeakMap<LogFile, ProblemScan<LogProblemPlace>>();

  constructor(private readonly now: () => number) {}

  /**
   * Looks on for a moment, where least is left first: one long log must not keep the failures of all others waiting. Answers with what is known until
   * then. Details are masked.
   */
  look(
    files: readonly LogFile[],
    kindOf: (sourceId: string) => LogSourceKind,
    hidden: MaskOptions,
  ): LogProblems {
    const until = this.now() + sliceMs;
    const left = (file: LogFile): number => file.size - this.searched(file);
    for (const file of [...files].sort((a, b) => left(a) - left(b))) {
      const scan = this.scanOf(file, hidden);
      while (this.now() < until && scan.advance(file.size));
    }
    const newest = [...files].sort((a, b) => b.modifiedAt - a.modifiedAt);
    const all = files.reduce((sum, { size }) => sum + size, 0);
    // What is left of a line that is not whole yet is not waited for.
    const searched = files.reduce((sum, file) => sum + this.searched(file), 0);
    return {
      problems: mergeProblems(
        newest.map((file) => ({
          kind: kindOf(file.sourceId),
          writtenAt: file.modifiedAt,
          problems: this.scans.get(file)?.problems() ?? [],
        })),
      ),
      searchedShare: all === 0 ? 1 : searched / all,
    };
  }

  /** All files are looked through anew: what is to be hidden has changed. */
  forget(): void {
    this.scans = new WeakMap();
  }

  private searched(file: LogFile): number {
    const scan = this.scans.get(file);
    if (scan === undefined) return 0;
    return scan.isAtEnd(file.size) ? file.size : scan.searchedTo;
  }

  private scanOf(file: LogFile, hidden: MaskOptions): ProblemScan<LogProblemPlace> {
    const known = this.scans.get(file);
    if (known !== undefined) return known;
    const masker = new LineMasker(hidden);
    const scan = new ProblemScan<LogProblemPlace>({
      read: file.read,
      context: new LineContext(file.modifiedAt),
      place: (offset) => ({ key: `${file.id}:${offset}`, sourceId: file.sourceId }),
      mask: masker.mask,
    });
    this.scans.set(file, scan);
    return scan;
  }
}

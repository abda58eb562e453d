import type { LogProblemPlace, LogProblems } from '../../../shared/log-problems';
import type { LogFile } from '../follow/log-file';
import { LineContext } from '../formats/line-context';
import { LineMasker } from '../masking/line-masker';
import { mergeProblems } from '../problems/problem-collector';
import { ProblemScan } from '../problems/problem-scan';

/** One answer looks so long; who wants more asks again. */
const sliceMs = 40;

/** What problems the open files tell of: each file is looked through once, and again only where it has grown. */
export class ProblemScans {
  private readonly scans = new WeakMap<LogFile, ProblemScan<LogProblemPlace>>();

  constructor(private readonly now: () => number) {}

  /** Looks on for a moment, the newest files first, and answers with what is known until then. Details are masked. */
  look(files: readonly LogFile[], homes: readonly string[]): LogProblems {
    const until = this.now() + sliceMs;
    const newest = [...files].sort((a, b) => b.modifiedAt - a.modifiedAt);
    for (const file of newest) {
      const scan = this.scanOf(file, homes);
      while (this.now() < until && scan.advance(file.size));
    }
    const all = files.reduce((sum, { size }) => sum + size, 0);
    // What is left of a line that is not whole yet is not waited for.
    const searched = newest.reduce((sum, file) => sum + this.searched(file), 0);
    return {
      problems: mergeProblems(newest.map((file) => this.scans.get(file)?.problems() ?? [])),
      searchedShare: all === 0 ? 1 : searched / all,
    };
  }

  private searched(file: LogFile): number {
    const scan = this.scans.get(file);
    if (scan === undefined) return 0;
    return scan.isAtEnd(file.size) ? file.size : scan.searchedTo;
  }

  private scanOf(file: LogFile, homes: readonly string[]): ProblemScan<LogProblemPlace> {
    const known = this.scans.get(file);
    if (known !== undefined) return known;
    const masker = new LineMasker({ homes });
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

import type { ProcFiles } from '../../system/linux/proc-files';
import { processTree } from '../../system/process-row';
import type { MeasuredProcesses, WorkerProcesses } from '../machine-reader';

/** The worker's own processes come and go with its tasks, and these are named: the rest may be looked up less often. */
const lookUpEveryMs = 5_000;
/** What was none of the worker's stays none; only a pid that is used again, while nobody looked, makes this untrue for so long. */
const forgetOthersMs = 60_000;

/** Measures the worker's processes by /proc. Which ones there are is looked up now and then; each is measured at every call. */
export class WorkerMeasures {
  private pids: readonly number[] = [];
  private rootPid = 0;
  private lookedUpAt = Number.NEGATIVE_INFINITY;
  /** Everybody else's processes: there are hundreds, and the kernel sums up all threads of each that is read. */
  private others: ReadonlySet<number> = new Set();
  private othersSince = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly proc: Pick<ProcFiles, 'pids' | 'relations' | 'measure'>,
    private readonly now: () => number,
  ) {}

  measure({ root, taskPids }: WorkerProcesses): MeasuredProcesses {
    const askedAt = this.now();
    if (root.pid !== this.rootPid || askedAt - this.lookedUpAt >= lookUpEveryMs) this.lookUp(root, askedAt);
    const pids = new Set([...this.pids, ...taskPids]);
    // Behind the look-up, which takes its time on a busy machine: the CPU's time is divided by what lies between two of these.
    return { at: this.now(), processes: [...pids].flatMap((pid) => this.proc.measure(pid) ?? []) };
  }

  private lookUp(root: WorkerProcesses['root'], at: number): void {
    if (root.pid !== this.rootPid || at - this.othersSince >= forgetOthersMs) {
      this.others = new Set();
      this.othersSince = at;
    }
    const all = this.proc.pids();
    const possible = all.filter((pid) => !this.others.has(pid));
    const relations = possible.flatMap((pid) => this.proc.relations(pid) ?? []);
    this.pids = processTree(relations, root).map(({ pid }) => pid);
    const own = new Set(this.pids);
    this.others = new Set(all.filter((pid) => !own.has(pid)));
    this.rootPid = root.pid;
    this.lookedUpAt = at;
  }
}

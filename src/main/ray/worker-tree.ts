/** What is needed of a process listing; src/main/system gives it. */
export interface TreeProcess {
  pid: number;
  ppid: number;
  pgid: number;
  /** The whole command line, or the title that the process gave itself. */
  command: string;
}

/** The process that was spawned detached: leader of its own group. */
export interface WorkerRoot {
  pid: number;
  pgid: number;
  label: string;
}

/** One of the raylet's worker processes, by its title. */
export interface RayWorker {
  pid: number;
  kind: 'task' | 'actor' | 'idle';
  /** The function's or the class's name, e.g. "train_step"; "" for an idle one. */
  name: string;
  /** A task runs, or the actor is in a method. */
  busy: boolean;
}

export interface WorkerTree {
  /** Every process of this join that the listing shows. */
  pids: number[];
  rayletPid: number | null;
  workers: RayWorker[];
}

/** Pure: sorts a listing into this join's tree: descendants of the root, its process group, and the raylet's children. */
export declare function workerTree(processes: readonly TreeProcess[], root: WorkerRoot): WorkerTree;

/** The running tasks and actors by process titles: on Linux from /proc alone (the raylet's children), on macOS from one `ps`. */
export declare function readRayWorkers(rayletPid: number, platform: NodeJS.Platform): Promise<RayWorker[]>;

/**
 * Every process, of whatever group and parent, that carries the join's label in its environment (Linux: /proc/PID/environ;
 * macOS: `ps -E`), or is in its process group. Empty: proof that nothing of it is left.
 */
export declare function leftoverProcesses(
  root: Pick<WorkerRoot, 'label'> & { pgid: number | null },
  platform: NodeJS.Platform,
): Promise<number[]>;

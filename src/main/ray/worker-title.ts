/** One of the raylet's worker processes. */
export interface RayWorker {
  pid: number;
  kind: 'task' | 'actor' | 'idle';
  /** The function's, the class's or the task's given name, e.g. "train_step"; "" for an idle one. */
  name: string;
  /** A task runs, or the actor is in a method. */
  busy: boolean;
  /**
   * False where only the title was read and it can mean two things: `ray::Model` is a waiting actor or a running task. Then `kind`
   * and `busy` are a guess for the eye; whoever is about to end it takes it for busy.
   */
  sure: boolean;
  /** Known from the raylet: the actor's id, and what the process holds. */
  actorId: string | null;
  resources: Record<string, number> | null;
}

/**
 * Pure: reads the title that Ray gives its workers: `ray::IDLE`, `ray::fn` or `ray::a given name` (a task runs), `ray::Actor` (an actor waits), `ray::Actor.method` (it
 * works). Null: not one of Ray's workers. Measured on Ray 2.53; async and threaded actors keep the method's title while any call runs.
 */
export function readWorkerTitle(pid: number, title: string): RayWorker | null {
  const whole = /^ray::(.+)$/.exec(title)?.[1]?.trim();
  if (whole === undefined) return null;
  const unknown = { actorId: null, resources: null };
  // Also IDLE_SpillWorker and IDLE_RestoreWorker, and the same at work (SpillWorker, …): the raylet's helpers.
  if (/^(IDLE|IDLE_\w+|SpillWorker|RestoreWorker)$/.test(whole)) {
    return { pid, kind: 'idle', name: '', busy: false, sure: true, ...unknown };
  }
  const method = /^([A-Za-z_]\w*)\.(\w+)$/.exec(whole);
  if (method?.[1] !== undefined) {
    return { pid, kind: 'actor', name: method[1], busy: true, sure: true, ...unknown };
  }
  // Python writes classes with a capital and functions without: good enough for the eye.
  const looksLikeClass = /^[A-Z]\w*$/.test(whole);
  return {
    pid,
    kind: looksLikeClass ? 'actor' : 'task',
    name: whole,
    busy: !looksLikeClass,
    sure: false,
    ...unknown,
  };
}

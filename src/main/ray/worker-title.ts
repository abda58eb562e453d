/** One of the raylet's worker processes. */
export interface RayWorker {
  pid: number;
  kind: 'task' | 'actor' | 'idle';
  /** The function's, the class's or the task's given name, e.g. "train_step"; "" for an idle one. */
  name: string;
  /** What follows `ray::`, e.g. "Model.predict". */
  title: string;
  /** A task runs, or the actor is in a method. */
  busy: boolean;
  /**
   * False where only the title was read: `ray::Model` is a waiting actor or a running task. Then `kind` and `busy` are a guess
   * for the eye, and whoever is about to end it takes it for busy.
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
export function readWorkerTitle(pid: number, command: string): RayWorker | null {
  const title = /^ray::(.+)$/.exec(command)?.[1]?.trim();
  if (title === undefined) return null;
  const unknown = { pid, title, actorId: null, resources: null };
  // IDLE_SpillWorker, SpillWorker and their like are the raylet's helpers.
  if (/^(IDLE|IDLE_\w+|SpillWorker|RestoreWorker)$/.test(title)) {
    return { ...unknown, kind: 'idle', name: '', busy: false, sure: true };
  }
  const actorAtWork = actorInMethod(title);
  if (actorAtWork !== null) return { ...unknown, kind: 'actor', name: actorAtWork, busy: true, sure: false };
  // Python writes classes with a capital and functions without: good enough for the eye.
  const waits = /^[A-Z]\w*$/.test(title);
  return { ...unknown, kind: waits ? 'actor' : 'task', name: title, busy: !waits, sure: false };
}

/** The class's name where the title is one of an actor that works. */
export const actorInMethod = (title: string): string | null =>
  /^([A-Za-z_]\w*)\.\w+$/.exec(title)?.[1] ?? null;

import type { TaskRow } from '../../shared/snapshot';
import type { DrainWhy, WorkerState } from '../../shared/worker-state';
import type { Counters } from './counters';

/** A look that comes later than this was held up by sleep, or the clock was set: no time of a disconnect. */
const lookGapMs = 60_000;

interface DrainInProgress {
  /** Busy when it began. */
  tasksAtStart: number;
  /** Of those, still busy at the last look. */
  busy: number;
  accepted: boolean;
  killed: boolean;
}

/** What must be remembered so that each thing is counted once. */
export interface CounterMemory {
  previous: WorkerState['kind'] | null;
  lookedAt: number;
  outage: boolean;
  /** A worker that would not end is being killed. */
  killing: boolean;
  drain: DrainInProgress | null;
  /** The tasks of the last look: their ids by process and name. */
  taskIds: ReadonlyMap<string, string>;
}

export const noCounterMemory: CounterMemory = {
  previous: null,
  lookedAt: 0,
  outage: false,
  killing: false,
  drain: null,
  taskIds: new Map(),
};

export interface CounterFacts {
  worker: WorkerState;
  tasks: readonly TaskRow[];
  now: number;
}

/** Pure: what a look adds to the counters. */
export function nextCounters(
  memory: CounterMemory,
  counters: Counters,
  { worker, tasks, now }: CounterFacts,
): { memory: CounterMemory; counters: Counters } {
  const killing = worker.kind === 'leaving' && worker.step === 'killing';
  const next: CounterMemory = { ...memory, previous: worker.kind, lookedAt: now, killing };
  const counted: Counters = { ...counters };
  const entered = memory.previous !== worker.kind;

  const elapsedMs = now - memory.lookedAt;
  if (memory.outage && elapsedMs > 0 && elapsedMs <= lookGapMs)
    counted.disconnectedSeconds += elapsedMs / 1000;
  if (entered && memory.previous !== null) {
    if (!memory.outage && isOutage(memory.previous, worker)) {
      counted.disconnects += 1;
      next.outage = true;
    }
    if (worker.kind === 'contributing' && !worker.adopted && memory.previous !== 'lost') counted.joins += 1;
  }
  if (killing && !memory.killing) counted.forcedEnds += 1;
  if (['contributing', 'draining', 'off', 'asleep', 'failed'].includes(worker.kind)) next.outage = false;

  const busy = tasks.filter((task) => task.busy).length;
  const why = drainWhyOf(worker, memory.previous);
  if (why !== null) {
    counted.drains = { ...counted.drains, [why]: counted.drains[why] + 1 };
    const told = worker.kind === 'draining' ? worker.tasksAtStart : undefined;
    next.drain = { tasksAtStart: told ?? busy, busy: told ?? busy, accepted: false, killed: false };
  }
  if (next.drain) {
    next.drain = nextDrain(next.drain, worker, busy);
    if (worker.kind !== 'draining' && worker.kind !== 'leaving') {
      counted.retriesAvoided += uncharged(next.drain);
      next.drain = null;
    }
  }
  const seen = newTasks(memory.taskIds, tasks);
  counted.tasksSeen += seen.count;
  return { memory: { ...next, taskIds: seen.taskIds }, counters: counted };
}

function isOutage(previous: WorkerState['kind'], worker: WorkerState): boolean {
  if (previous !== 'contributing') return false;
  if (worker.kind === 'leaving') return worker.why === 'failure';
  return worker.kind === 'lost' || worker.kind === 'backoff' || worker.kind === 'failed';
}

/** The reason of a drain that began with this look; null where none did. A quick one may be past "draining" by then. */
function drainWhyOf(worker: WorkerState, previous: WorkerState['kind'] | null): DrainWhy | null {
  if (previous === 'draining' || previous === 'leaving') return null;
  if (worker.kind === 'draining') return worker.why;
  const wasIn = previous === 'contributing' || previous === 'lost';
  return wasIn && worker.kind === 'leaving' && worker.why !== 'failure' ? worker.why : null;
}

function nextDrain(drain: DrainInProgress, worker: WorkerState, busy: number): DrainInProgress {
  if (worker.kind === 'draining') {
    return { ...drain, busy: Math.min(drain.busy, busy), accepted: worker.acceptedAt !== null };
  }
  return worker.kind === 'leaving' && worker.step === 'killing' ? { ...drain, killed: true } : drain;
}

const uncharged = ({ tasksAtStart, busy, accepted, killed }: DrainInProgress): number =>
  accepted && !killed ? tasksAtStart : Math.max(0, tasksAtStart - busy);

/**
 * Rows that the last look had not. A row is known by its process and name, and told apart by Ray's id where the head gave one: it
 * comes a second after the process (until then the id is `pid:…`), and may go with the dashboard.
 */
function newTasks(
  known: ReadonlyMap<string, string>,
  tasks: readonly TaskRow[],
): { count: number; taskIds: Map<string, string> } {
  const taskIds = new Map<string, string>();
  let newOnes = 0;
  for (const { pid, name, id } of tasks) {
    const key = pid === null ? id : `${pid} ${name}`;
    const before = known.get(key);
    const provisional = id.startsWith('pid:');
    if (before === undefined) newOnes += 1;
    else if (!provisional && !before.startsWith('pid:') && before !== id) newOnes += 1;
    taskIds.set(key, provisional && before !== undefined ? before : id);
  }
  return { count: newOnes, taskIds };
}

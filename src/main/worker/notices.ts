import type { Notice } from '../../shared/notices';
import type { WorkerState } from '../../shared/worker-state';

/** A lost head is told after this; what heals sooner was no outage worth a word. */
const lostGraceMs = 5_000;

/** What must be remembered so that one outage makes one notice. */
export interface NoticeMemory {
  previous: WorkerState['kind'];
  /** Since when the cluster is out of touch without the owner wishing it; null when it is not. */
  outageSince: number | null;
  outageTold: boolean;
  /** How many tasks the last look at a draining worker saw. */
  busyLast: number;
  /** Whether any task was at work here while it drained. */
  anyRan: boolean;
  /** How many tasks were still running when the deadline ended the worker. */
  busyAtEnd: number;
  drainDeadlineAt: number;
  /** A worker that drains, or is gone after a drain, for this reason. */
  leavingFor: 'owner' | 'other' | null;
}

export const quietMemory: NoticeMemory = {
  previous: 'off',
  outageSince: null,
  outageTold: false,
  busyLast: 0,
  anyRan: false,
  busyAtEnd: 0,
  drainDeadlineAt: 0,
  leavingFor: null,
};

export interface NoticeFacts {
  worker: WorkerState;
  /** True while the owner wants to contribute. */
  wanted: boolean;
  busyTasks: number;
  clusterName: string;
  now: number;
}

/** Pure: what the owner is told now, and what is remembered for later. */
export function nextNotices(
  memory: NoticeMemory,
  facts: NoticeFacts,
): { memory: NoticeMemory; notices: Notice[] } {
  const { worker, clusterName } = facts;
  const changed = worker.kind !== memory.previous;
  const notices: Notice[] = [];
  const next: NoticeMemory = { ...memory, previous: worker.kind };

  const away = facts.wanted && (worker.kind === 'lost' || worker.kind === 'backoff' || isFailure(worker));
  const wasIn = ['contributing', 'lost'].includes(memory.previous);
  if (away && next.outageSince === null && wasIn) next.outageSince = facts.now;
  if (!facts.wanted) Object.assign(next, { outageSince: null, outageTold: false });

  if (next.outageSince !== null && !next.outageTold && away && facts.now - next.outageSince >= lostGraceMs) {
    next.outageTold = true;
    notices.push(lost(worker, clusterName));
  }

  if (changed && worker.kind === 'contributing') {
    if (next.outageTold) notices.push(rejoined(clusterName));
    else if (!worker.adopted && memory.previous === 'joining' && next.outageSince === null)
      notices.push(joined(clusterName));
    Object.assign(next, { outageSince: null, outageTold: false });
  }
  if (changed && worker.kind === 'failed') {
    Object.assign(next, { outageSince: null, outageTold: false });
    notices.push({
      id: 'failed',
      title: `Cannot join ${clusterName}`,
      body: worker.error.found,
      action: 'open-logs',
    });
  }

  if (worker.kind === 'draining') {
    next.leavingFor = ['owner', 'pause', 'leave-now'].includes(worker.why) ? 'owner' : 'other';
    next.busyLast = facts.busyTasks;
    next.anyRan = memory.anyRan || facts.busyTasks > 0 || (worker.tasksAtStart ?? 0) > 0;
    next.drainDeadlineAt = worker.deadlineAt;
  }
  // A raylet that goes by itself has seen its tasks end, whatever the look before that saw.
  if (changed && worker.kind === 'leaving') {
    next.busyAtEnd = facts.now >= memory.drainDeadlineAt ? memory.busyLast : 0;
  }
  if (changed && worker.kind === 'off') {
    if (next.leavingFor === 'owner') notices.push(drainDone(next, clusterName));
    Object.assign(next, notLeaving);
  }
  if (worker.kind === 'contributing') Object.assign(next, notLeaving);
  return { memory: next, notices };
}

const notLeaving: Pick<NoticeMemory, 'leavingFor' | 'busyAtEnd' | 'busyLast' | 'anyRan'> = {
  leavingFor: null,
  busyAtEnd: 0,
  busyLast: 0,
  anyRan: false,
};

const isFailure = (worker: WorkerState): boolean => worker.kind === 'leaving' && worker.why === 'failure';

const joined = (cluster: string): Notice => ({
  id: 'joined',
  title: `Contributing to ${cluster}`,
  body: 'The cluster can run tasks here now.',
  action: 'open-popover',
});

const rejoined = (cluster: string): Notice => ({
  id: 'rejoined',
  title: `Back in ${cluster}`,
  body: 'The connection is there again, and the cluster can run tasks here.',
  action: 'open-popover',
});

function lost(worker: WorkerState, cluster: string): Notice {
  const found =
    worker.kind === 'lost' || worker.kind === 'backoff' ? worker.error.found : 'The worker ended.';
  return {
    id: 'lost',
    title: `Lost ${cluster}`,
    body: `${found} Raybar rejoins by itself.`,
    action: 'open-popover',
  };
}

function drainDone({ busyAtEnd, anyRan }: NoticeMemory, cluster: string): Notice {
  const count = busyAtEnd === 1 ? 'One task was' : `${busyAtEnd} tasks were`;
  return {
    id: 'drain-done',
    title: `Left ${cluster}`,
    body:
      busyAtEnd === 0
        ? anyRan
          ? 'Every task that ran here had ended.'
          : 'No task was running here.'
        : `${count} still running at the deadline; Ray may start ${busyAtEnd === 1 ? 'it' : 'them'} again elsewhere.`,
    action: 'open-popover',
  };
}

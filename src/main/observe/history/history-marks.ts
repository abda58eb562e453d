import type { HistoryMark } from '../../../shared/history';
import { workerError, type DrainWhy, type WorkerState } from '../../../shared/worker-state';

/** What must be remembered so that each thing that happens makes one mark. */
export interface MarkMemory {
  previous: WorkerState['kind'] | null;
  /** The node is, or was until its leaving, known to the cluster. */
  wasIn: boolean;
  /** Out of touch with the cluster without the owner wishing it. */
  outage: boolean;
}

export const noMarks: MarkMemory = { previous: null, wasIn: false, outage: false };

/** Pure: the marks that a look at the worker's state makes, for the charts. The first look makes none: nothing happened yet. */
export function nextMarks(
  memory: MarkMemory,
  worker: WorkerState,
  at: number,
): { memory: MarkMemory; marks: HistoryMark[] } {
  const { kind } = worker;
  const first = memory.previous === null;
  if (memory.previous === kind) return { memory, marks: [] };
  const marks: HistoryMark[] = [];
  const mark = (of: HistoryMark['kind'], text: string): void => void marks.push({ at, kind: of, text });
  const next: MarkMemory = { ...memory, previous: kind };

  if (memory.previous === 'asleep') mark('awake', 'Woke');
  if (isOutage(memory, worker) && !memory.outage) {
    next.outage = true;
    mark('lost', workerError(worker)?.found ?? 'The worker ended by itself.');
  }
  switch (worker.kind) {
    case 'contributing':
      if (memory.outage) mark('rejoined', 'Back in the cluster');
      else if (!worker.adopted) mark('joined', 'Joined the cluster');
      Object.assign(next, { wasIn: true, outage: false });
      break;
    case 'draining':
      mark('draining', drainTexts[worker.why]);
      Object.assign(next, { wasIn: true, outage: false });
      break;
    case 'off':
      if (memory.wasIn) mark('left', 'Left the cluster');
      Object.assign(next, { wasIn: false, outage: false });
      break;
    case 'asleep':
      mark('asleep', memory.wasIn ? 'Left the cluster and fell asleep' : 'Fell asleep');
      Object.assign(next, { wasIn: false, outage: false });
      break;
    case 'failed':
      mark('failed', worker.error.found);
      Object.assign(next, { wasIn: false, outage: false });
      break;
    case 'lost':
      next.wasIn = true;
      break;
    default:
  }
  return { memory: next, marks: first ? [] : marks };
}

/** A worker that was in and is out of touch, or has ended, without anybody having asked it to leave. */
function isOutage(memory: MarkMemory, worker: WorkerState): boolean {
  if (worker.kind === 'lost') return true;
  const fromWithin = memory.previous === 'contributing';
  return fromWithin && (worker.kind === 'backoff' || (worker.kind === 'leaving' && worker.why === 'failure'));
}

const drainTexts: Readonly<Record<DrainWhy, string>> = {
  owner: 'Drained: you switched off',
  pause: 'Drained for a pause',
  sleep: 'Drained before sleep',
  quit: 'Drained before Raybar quit',
  settings: 'Drained to join with new settings',
  'leave-now': 'Drained to leave now',
};

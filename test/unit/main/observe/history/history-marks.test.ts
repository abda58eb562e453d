import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextMarks, noMarks } from '../../../../../src/main/observe/history/history-marks';
import type { HistoryMark } from '../../../../../src/shared/history';
import type { WorkerState } from '../../../../../src/shared/worker-state';
import { exampleWorkerStates as states } from '../../../../support/snapshots';

function marksOf(...workers: WorkerState[]): HistoryMark[] {
  let memory = noMarks;
  return workers.flatMap((worker, at) => {
    const step = nextMarks(memory, worker, at);
    memory = step.memory;
    return step.marks;
  });
}
const kinds = (...workers: WorkerState[]): string[] => marksOf(...workers).map(({ kind }) => kind);

const { off, preparing, joining, contributing, lost, draining, leaving, backoff, failed, asleep, waking } =
  states;
const failing: WorkerState = { ...leaving, why: 'failure' };

describe('The marks of a history', () => {
  it('tell a join, a drain and the leaving', () => {
    const marks = marksOf(off, preparing, joining, contributing, contributing, draining, leaving, off);
    expect(marks.map(({ kind }) => kind)).toEqual(['joined', 'draining', 'left']);
    expect(marks[1]?.text).toBe('Drained: you switched off');
    expect(marks[2]?.at).toBe(7);
  });

  it('tell nothing of what was so at the first look, nor of a worker that is taken over', () => {
    expect(kinds(contributing)).toEqual([]);
    expect(kinds(off, joining, { ...contributing, adopted: true })).toEqual([]);
  });

  it('tell one outage that heals', () => {
    expect(kinds(off, joining, contributing, lost, lost, contributing)).toEqual([
      'joined',
      'lost',
      'rejoined',
    ]);
  });

  it('tell one outage over a crash, its backoff and the next join', () => {
    expect(kinds(contributing, failing, backoff, preparing, joining, contributing)).toEqual([
      'lost',
      'rejoined',
    ]);
  });

  it('tell sleep and wake', () => {
    expect(kinds(contributing, { ...draining, why: 'sleep' }, leaving, asleep, waking, preparing)).toEqual([
      'draining',
      'asleep',
      'awake',
    ]);
  });

  it('tell that Raybar gave up, with the reason', () => {
    expect(marksOf(off, preparing, failed)).toEqual([{ at: 2, kind: 'failed', text: failed.error.found }]);
  });

  it('are never two of a kind for one look, whatever comes after whatever', () => {
    const any = fc.array(fc.constantFrom(...Object.values(states), failing), { maxLength: 60 });
    fc.assert(
      fc.property(any, (workers) => {
        const marks = marksOf(...workers);
        expect(new Set(marks.map(({ at, kind }) => `${at} ${kind}`)).size).toBe(marks.length);
        // Nothing is rejoined that was not lost.
        const outages = marks.filter(({ kind }) => kind === 'lost' || kind === 'rejoined');
        outages.forEach(({ kind }, index) => {
          if (kind === 'rejoined') expect(outages[index - 1]?.kind ?? 'lost').toBe('lost');
        });
      }),
    );
  });
});

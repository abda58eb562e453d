import { describe, expect, it } from 'vitest';
import { quitAnswer, quitQuestion, workerAtQuit } from '../../../../src/main/shell/quit-question';
import { exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';

const takenOver = exampleSnapshot('joining', { worker: { ...exampleWorkerStates.joining, adopted: true } });

describe('what a quit does with the worker', () => {
  it.each(['contributing', 'lost', 'draining'] as const)('follows the settings when %s', (kind) => {
    const snapshot = exampleSnapshot(kind);
    expect(workerAtQuit(snapshot, 'ask')).toBe('ask');
    expect(workerAtQuit(snapshot, 'drain')).toBe('drain');
    expect(workerAtQuit(snapshot, 'keep')).toBe('keep');
  });

  it.each(['off', 'preparing', 'joining', 'leaving', 'backoff', 'failed', 'asleep'] as const)(
    'needs no question when %s: there is no node to keep',
    (kind) => {
      expect(workerAtQuit(exampleSnapshot(kind), 'ask')).toBe('drain');
      expect(workerAtQuit(exampleSnapshot(kind), 'keep')).toBe('drain');
    },
  );

  it('follows the settings for a worker that was found running, though the head has not told of it yet', () => {
    expect(workerAtQuit(takenOver, 'ask')).toBe('ask');
    expect(workerAtQuit(takenOver, 'drain')).toBe('drain');
    expect(workerAtQuit(takenOver, 'keep')).toBe('keep');
  });
});

describe('the question', () => {
  it('says how many tasks run, and of which cluster', () => {
    expect(quitQuestion(exampleSnapshot('contributing'))).toMatchObject({
      message: 'Quit Raybar, and leave lab too?',
      detail: expect.stringMatching(/^1 task of lab runs here now\./),
      checkboxLabel: expect.stringMatching(/^Remember my answer .*Settings/),
    });
    expect(quitQuestion(exampleSnapshot('contributing', { tasks: [] })).detail).toMatch(
      /^No task runs here now\./,
    );
    expect(quitQuestion(takenOver).detail).toMatch(/^Tasks may be running here\./);
  });

  it('is asked once: the answer is remembered unless its owner unticks that', () => {
    expect(quitQuestion(exampleSnapshot('contributing')).checkboxChecked).toBe(true);
  });

  it('takes each button for what stands on it', () => {
    const { buttons = [], cancelId } = quitQuestion(exampleSnapshot('contributing'));
    expect(quitAnswer(buttons.indexOf('Drain and leave'), true)).toEqual({ worker: 'drain', remember: true });
    expect(quitAnswer(buttons.indexOf('Keep contributing'), false)).toEqual({
      worker: 'keep',
      remember: false,
    });
    expect(quitAnswer(cancelId ?? -1, false)).toEqual({ worker: 'cancel', remember: false });
  });

  it('never remembers a cancel', () => {
    expect(quitAnswer(2, true)).toEqual({ worker: 'cancel', remember: false });
    expect(quitAnswer(-1, true)).toEqual({ worker: 'cancel', remember: false });
  });
});

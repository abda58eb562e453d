import { describe, expect, it } from 'vitest';
import { taskNameNumber, TaskTurns } from '../../../../../src/main/logs/index/task-turns';

const ofTask = (
  turns: TaskTurns,
  name: string,
  before: readonly number[] = [],
): ((line: number) => boolean) => turns.linesOf([taskNameNumber(name)], before, false);

describe('whose lines a worker’s output has', () => {
  it('is told by the last marker before them, and by the file before where there is none', () => {
    const turns = new TaskTurns();
    turns.take(2, ':task_name:load');
    turns.take(5, ':task_name:train');
    turns.take(7, ':task_name:train');
    turns.take(8, ':job_id:02000000');
    const isLoad = ofTask(turns, 'load');
    expect([0, 1, 2, 4, 5, 9].map(isLoad)).toEqual([false, false, true, true, false, false]);
    const isTrain = ofTask(turns, 'train', [taskNameNumber('train')]);
    expect([0, 1, 2, 4, 5, 9].map(isTrain)).toEqual([true, true, false, false, true, true]);
    expect(turns.last).toEqual([taskNameNumber('train')]);
  });

  it('is kept of the newest turns where there are more than can be', () => {
    const turns = new TaskTurns();
    const count = 600_000;
    for (let line = 0; line < count; line += 1) turns.take(line, `:task_name:${line % 2 ? 'odd' : 'even'}`);
    const isOdd = ofTask(turns, 'odd', [taskNameNumber('odd')]);
    expect(isOdd(1)).toBe(false);
    expect([count - 131_001, count - 131_000, count - 1].map(isOdd)).toEqual([true, false, true]);
  });
});

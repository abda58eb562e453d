import { expect, it } from 'vitest';
import type { ProcFiles } from '../../../../../src/main/system/linux/proc-files';
import { startedWith } from '../../../../../src/main/system/linux/started-with';

/** What each process shows, look after look; the last of it from then on. `exec` is the middle of an exec. */
function procOf(shown: Record<number, (string[] | 'exec' | null)[]>): {
  proc: Pick<ProcFiles, 'pids' | 'environment' | 'isInExec'>;
  looks: number[];
} {
  const looks: number[] = [];
  let isInExec = false;
  return {
    looks,
    proc: {
      pids: () => Object.keys(shown).map(Number),
      environment(pid) {
        looks.push(pid);
        const states = shown[pid] ?? [null];
        const state = (states.length > 1 ? states.shift() : states[0]) ?? null;
        isInExec = state === 'exec';
        return state === 'exec' ? null : state;
      },
      isInExec: () => isInExec,
    },
  };
}

it('asks who is in the middle of an exec again, for as long as that takes, and nobody else', async () => {
  const starved = Array.from({ length: 20 }, () => 'exec' as const);
  const { proc, looks } = procOf({
    10: [['MARK=1', 'A=b']],
    11: [null],
    12: [...starved, ['MARK=1']],
    13: ['exec', ['MARK=2']],
    // Its exec ended between the look at its environment and the one at what else it shows.
    14: [null, ['MARK=1']],
  });
  expect(await startedWith(proc, 'MARK=1', [])).toEqual([10, 14, 12]);
  expect(looks.filter((pid) => pid === 12)).toHaveLength(21);
  expect(looks.filter((pid) => pid !== 12)).toEqual([10, 11, 11, 13, 14, 14, 13]);
});

it('gives one up that never shows what it was started with', async () => {
  const { proc } = procOf({ 10: [['MARK=1']], 11: ['exec'] });
  expect(await startedWith(proc, 'MARK=1', ['OTHER=1'])).toEqual([10]);
});

import { describe, expect, it } from 'vitest';
import { isAlive, parseProcStat } from '../../../../../src/main/system/linux/proc-stat';

const tail = '4711 4000 4000 0 -1 4194560 1 0 0 0 7 3 0 0 20 0 12 0 987654 1000 200 18446744073709551615';

describe('a line of /proc/PID/stat', () => {
  it('gives the parent, the group, when it started and what it used', () => {
    expect(parseProcStat(`4712 (raylet) S ${tail}`)).toEqual({
      pid: 4712,
      comm: 'raylet',
      state: 'S',
      ppid: 4711,
      pgid: 4000,
      flags: 4_194_560,
      threadCount: 12,
      startTicks: '987654',
      cpuTicks: 10,
    });
  });

  it('is read right when the name holds blanks and parentheses', () => {
    expect(parseProcStat(`4712 (ray::f (1) R 2) R ${tail}`)).toMatchObject({
      comm: 'ray::f (1) R 2',
      state: 'R',
      ppid: 4711,
    });
  });

  it.each(['', '4712', '4712 (raylet', '4712 (raylet) S 1 2'])('is none when it is cut off: %j', (line) => {
    expect(parseProcStat(line)).toBeNull();
  });

  it('of a zombie is not of a living process', () => {
    const zombie = parseProcStat(`4712 (raylet) Z ${tail.replace(' 12 0 ', ' 1 0 ')}`);
    expect(zombie !== null && isAlive(zombie)).toBe(false);
  });

  it('of a zombie some of whose threads are still ending is: its memory and its ports are not free', () => {
    const ending = parseProcStat(`4712 (raylet) Z ${tail}`);
    expect(ending !== null && isAlive(ending)).toBe(true);
  });
});

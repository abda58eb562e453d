import { describe, expect, it } from 'vitest';
import { isStillInItsGroup, sendToGroup, sendToProcess } from '../../../../src/main/system/send-signal';

const failing = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};
const noKill = (): never => {
  throw new Error('a signal was sent');
};

describe('a signal', () => {
  it('goes to a group by its negative id', () => {
    const sent: [number, string][] = [];
    expect(sendToGroup(4711, 99, 'SIGTERM', (...call) => sent.push(call))).toBe('signalled');
    expect(sent).toEqual([[-4711, 'SIGTERM']]);
  });

  it('to somebody who has just gone is fine', () => {
    expect(sendToProcess(4711, 'SIGTERM', failing('ESRCH'))).toBe('gone');
  });

  it('that the system does not allow is told, not thrown', () => {
    expect(sendToGroup(4711, 99, 'SIGKILL', failing('EPERM'))).toBe('refused');
  });

  it.each([-1, 0, 1, 1.5, Number.NaN, process.pid])('is never sent to the process %d', (pid) => {
    expect(() => sendToProcess(pid, 'SIGKILL', noKill)).toThrow(RangeError);
  });

  it.each([-4711, 0, 1, Number.NaN, 99, process.pid])('is never sent to the group %d', (pgid) => {
    expect(() => sendToGroup(pgid, 99, 'SIGKILL', noKill)).toThrow(RangeError);
  });
});

it('a process that left its group, or is another one, vouches for no group', () => {
  const meant = { pid: 4711, startToken: 'a', pgid: 4000 };
  expect(isStillInItsGroup(meant, { ...meant })).toBe(true);
  expect(isStillInItsGroup(meant, { ...meant, pgid: 4711 })).toBe(false);
  expect(isStillInItsGroup(meant, { ...meant, startToken: 'b' })).toBe(false);
  expect(isStillInItsGroup(meant, null)).toBe(false);
});

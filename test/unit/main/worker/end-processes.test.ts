import { describe, expect, it } from 'vitest';
import type { ProcessIdentity } from '../../../../src/main/system/process-identity';
import type { SignalOutcome } from '../../../../src/main/system/system';
import { endProcesses } from '../../../../src/main/worker/end-processes';

const member = (pid: number, pgid: number): ProcessIdentity => ({ pid, pgid, startToken: `t${pid}` });

/** Notes who was signalled; those in `goes` have gone by the time they are. */
function systemOf(processes: readonly ProcessIdentity[], goes: readonly number[] = []) {
  const signalled: string[] = [];
  const signal = (what: string, { pid }: ProcessIdentity): Promise<SignalOutcome> => {
    if (goes.includes(pid)) return Promise.resolve('gone');
    signalled.push(`${what} ${pid}`);
    return Promise.resolve('signalled');
  };
  return {
    signalled,
    processIdentity: (pid: number) => Promise.resolve(processes.find((one) => one.pid === pid) ?? null),
    signalGroup: (identity: ProcessIdentity) => signal('group of', identity),
    signalProcess: (identity: ProcessIdentity) => signal('process', identity),
  };
}

describe('processes that are ended', () => {
  const all = [member(100, 100), member(101, 100), member(300, 300)];

  it('are signalled once a group of ours, and singly in others’', async () => {
    const system = systemOf(all);
    await endProcesses(system, all, new Set([100]), 'SIGTERM');
    expect(system.signalled).toEqual(['group of 100', 'process 300']);
  });

  it('are signalled by the next of the group where the first has just gone', async () => {
    const system = systemOf(all, [100]);
    await endProcesses(system, all, new Set([100]), 'SIGKILL');
    expect(system.signalled).toEqual(['group of 101', 'process 300']);
  });

  it('are not who has their pids by now', async () => {
    const strangers = all.map((one) => ({ ...one, startToken: 'later' }));
    const system = systemOf(strangers);
    await endProcesses(system, all, new Set([100]), 'SIGKILL');
    expect(system.signalled).toEqual([]);
  });
});

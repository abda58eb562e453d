import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { joinLabelVariable } from '../../../../src/main/ray/join-label';
import { currentSystem } from '../../../../src/main/system/current-system';
import { endStrays, stateMark, stateMarkVariable } from '../../../../src/main/worker/strays';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const system = currentSystem();

it('what no record tells of is ended, and gone; what is on record runs on', async () => {
  const start = async (label: string) => {
    const marks = { [stateMarkVariable]: stateMark(folder.path), [joinLabelVariable]: label };
    const env = { ...process.env, ...marks };
    // Not `sleep`: macOS hides the environment of its own programs.
    const child = spawn(process.execPath, ['-e', 'process.send(1); setInterval(() => {}, 1_000)'], {
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    return { child, identity: await system.processIdentity(child.pid ?? 0) };
  };
  const stray = await start('of nobody');
  const recorded = await start('on record');
  try {
    expect(stray.identity).not.toBeNull();
    expect(await endStrays(system, folder.path, ['on record'])).toBe(1);
    expect(await system.processIdentity(stray.child.pid ?? 0)).not.toEqual(stray.identity);
    expect(await system.processIdentity(recorded.child.pid ?? 0)).toEqual(recorded.identity);
  } finally {
    stray.child.kill('SIGKILL');
    recorded.child.kill('SIGKILL');
  }
});

it('one that dies shows its mark no more, and is waited for until it is gone', async () => {
  const identity = { pid: 4_000_300, pgid: 4_000_300, startToken: 'then' };
  let looksUntilGone: number | null = null;
  const dying = {
    ...system,
    startedWith: () => Promise.resolve(looksUntilGone === null ? [identity.pid] : []),
    processIdentity: () => {
      if (looksUntilGone === 0) return Promise.resolve({ ...identity, startToken: 'of who has its pid now' });
      if (looksUntilGone !== null) looksUntilGone -= 1;
      return Promise.resolve(identity);
    },
    signalProcess: () => {
      looksUntilGone = 2;
      return Promise.resolve('signalled' as const);
    },
  };
  expect(await endStrays(dying, folder.path, [])).toBe(1);
  expect(looksUntilGone).toBe(0);
});

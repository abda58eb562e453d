import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLinuxSystem } from '../../../../../src/main/system/linux/linux-system';
import { descendantsOf, membersOfGroup } from '../../../../../src/main/system/process-row';
import { ownChildren } from '../../../../support/own-children';
import { waitFor } from '../../../../support/wait-for';

describe.runIf(process.platform === 'linux')('on Linux', () => {
  const system = createLinuxSystem();
  const children = ownChildren();
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'raybar-system-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const detached = (script: string) =>
    system.spawnDetached({
      file: '/bin/sh',
      args: ['-c', script],
      env: { PATH: '/usr/bin:/bin', MARK: 'of this test' },
      cwd: folder,
      stdoutFile: path.join(folder, 'out'),
      stderrFile: path.join(folder, 'err'),
    });

  it('lists this very process with its parent and its command', async () => {
    const rows = await system.listProcesses();
    const own = rows.find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ ppid: process.ppid });
    expect(own?.command).not.toBe('');
  });

  it('lists the children of a process, and a listing their children in turn', async () => {
    const child = await children.start('sleep 60 & echo ready; wait');
    expect((await system.childrenOf(process.pid)).map(({ pid }) => pid)).toContain(child.pid);
    // The shell's child is a shell until it has become `sleep`.
    const sleep = await waitFor('sleep', async () =>
      (await system.childrenOf(child.pid)).find(({ command }) => command === 'sleep 60'),
    );
    expect(sleep.ppid).toBe(child.pid);
    const below = descendantsOf(await system.listProcesses(), process.pid).map(({ pid }) => pid);
    expect(below).toEqual(expect.arrayContaining([child.pid, sleep.pid]));
    process.kill(sleep.pid, 'SIGKILL');
  });

  it('knows a process again by its start, and not by its pid alone', async () => {
    const child = await children.start('echo ready; exec sleep 60');
    const identity = await system.processIdentity(child.pid);
    expect(identity).not.toBeNull();
    if (identity === null) return;
    expect(await system.isSameProcess(identity)).toBe(true);
    expect(await system.isSameProcess({ ...identity, startToken: '1@another-boot' })).toBe(false);
  });

  it('takes a zombie for dead', async () => {
    // The shell's child ends once the shell has become sleep, which reaps nobody.
    const untilSleep = 'until grep -q sleep /proc/$PPID/comm; do :; done';
    const child = await children.start(`sh -c '${untilSleep}' & echo $!; exec sleep 60`);
    const [zombiePid] = await waitFor('the zombie', async () => {
      const text = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      const pids = text.trim().split(' ').filter(Boolean).map(Number);
      const state = pids[0] === undefined ? '' : await readFile(`/proc/${pids[0]}/stat`, 'utf8');
      return state.includes(') Z ') ? pids : null;
    });
    expect(await system.processIdentity(zombiePid ?? 0)).toBeNull();
    expect(await system.childrenOf(child.pid)).toEqual([]);
  });

  it('finds who was started with a variable, and without others', async () => {
    const worker = await detached('echo ready; exec sleep 60');
    expect(await system.startedWith('MARK=of this test')).toContain(worker.pid);
    expect(await system.startedWith('MARK=of')).not.toContain(worker.pid);
    expect(await system.startedWith('MARK=of this test', ['MARK=of this test'])).not.toContain(worker.pid);
    expect(await system.startedWith('MARK=of this test', ['MARK=of'])).toContain(worker.pid);
    await system.signalGroup(worker, 'SIGKILL');
    await worker.exited;
    expect(await system.startedWith('MARK=of this test')).not.toContain(worker.pid);
  });

  it('starts a program in a session of its own, with its output in files that only the owner reads', async () => {
    const worker = await detached('echo to out; echo to err >&2; exit 7');
    expect(await worker.exited).toEqual({ code: 7, signal: null });
    expect(worker.pgid).toBe(worker.pid);
    expect(await readFile(path.join(folder, 'out'), 'utf8')).toBe('to out\n');
    expect(await readFile(path.join(folder, 'err'), 'utf8')).toBe('to err\n');
    expect((await stat(path.join(folder, 'out'))).mode & 0o777).toBe(0o600);
  });

  it('appends to what an earlier program wrote', async () => {
    await (
      await detached('echo one')
    ).exited;
    await (
      await detached('echo two')
    ).exited;
    expect(await readFile(path.join(folder, 'out'), 'utf8')).toBe('one\ntwo\n');
  });

  it('rejects with the reason when there is no such program', async () => {
    const nothing = system.spawnDetached({
      file: path.join(folder, 'nothing'),
      args: [],
      env: {},
      cwd: folder,
      stdoutFile: path.join(folder, 'out'),
      stderrFile: path.join(folder, 'out'),
    });
    await expect(nothing).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('signals the whole group through any of its members that lives', async () => {
    const worker = await detached('sleep 60 & sleep 60 & wait');
    const members = await waitFor('three in the group', async () => {
      const rows = membersOfGroup(await system.listProcesses(), worker.pgid);
      return rows.length === 3 ? rows : null;
    });
    // The leader goes first: a member still vouches for the group.
    await system.signalProcess(worker, 'SIGKILL');
    await worker.exited;
    expect(await system.signalGroup(worker, 'SIGTERM')).toBe('gone');
    const member = members.find(({ pid }) => pid !== worker.pid);
    expect(await system.signalGroup(member ?? worker, 'SIGTERM')).toBe('signalled');
    await waitFor(
      'an empty group',
      async () => membersOfGroup(await system.listProcesses(), worker.pgid).length === 0 || null,
    );
  });

  it('signals nobody whose pid went to another process', async () => {
    const sent: number[] = [];
    const careful = createLinuxSystem({ kill: (pid) => sent.push(pid) });
    const child = await children.start('echo ready; exec sleep 60');
    const identity = await system.processIdentity(child.pid);
    const before = {
      ...(identity ?? { pid: child.pid, pgid: child.pid }),
      startToken: 'of an earlier process',
    };
    expect(await careful.signalProcess(before, 'SIGKILL')).toBe('gone');
    expect(await careful.signalGroup(before, 'SIGKILL')).toBe('gone');
    expect(sent).toEqual([]);
  });

  it('never signals its own group', async () => {
    const own = await system.processIdentity(process.pid);
    const child = await children.start('echo ready; exec sleep 60');
    const sibling = await system.processIdentity(child.pid);
    expect(sibling?.pgid).toBe(own?.pgid);
    if (sibling === null) return;
    await expect(system.signalGroup(sibling, 'SIGTERM')).rejects.toThrow(RangeError);
  });

  it('says what the machine is', async () => {
    const facts = await system.machineFacts();
    expect(facts).toMatchObject({ hostname: os.hostname(), memoryBytes: os.totalmem(), appleSilicon: false });
    expect(facts.chip).not.toBe('');
    expect(facts.cpuCount).toBeGreaterThan(0);
  });

  it('sees a child that ends as ended', async () => {
    const child = await children.start('echo ready; exec sleep 60');
    const identity = await system.processIdentity(child.pid);
    if (identity === null) throw new Error('the child was not found');
    expect(await system.signalProcess(identity, 'SIGTERM')).toBe('signalled');
    await once(child, 'exit');
    expect(await system.signalProcess(identity, 'SIGTERM')).toBe('gone');
  });
});

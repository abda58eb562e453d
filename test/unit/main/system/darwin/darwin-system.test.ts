import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandError } from '../../../../../src/main/system/command-error';
import { createDarwinSystem } from '../../../../../src/main/system/darwin/darwin-system';
import { descendantsOf } from '../../../../../src/main/system/process-row';
import { type DarwinShim, macRecording, openDarwinShim } from '../../../../support/darwin-shim';

const columns = '-ww -o pid=,ppid=,pgid=,stat=,rss=,time=,lstart=,command=';
const listing = await macRecording('ps-pid,ppid,pgid,stat,rss,time,lstart,command.txt');
const rowOf = (pid: number) => listing.split('\n').find((line) => line.trim().startsWith(`${pid} `)) ?? '';

describe('on macOS', () => {
  let folder = '';
  let shim: DarwinShim;
  const sent: [number, string][] = [];
  const system = () => createDarwinSystem({ run: shim.run, kill: (...call) => sent.push(call) });

  beforeEach(async () => {
    sent.length = 0;
    folder = await mkdtemp(path.join(os.tmpdir(), 'raybar-darwin-'));
    shim = await openDarwinShim(folder);
    await shim.answer('ps', {
      [`-ax ${columns}`]: { stdout: listing },
      [`-p 4700 ${columns}`]: { stdout: rowOf(4700) },
      [`-p 4722 ${columns}`]: { stdout: rowOf(4722) },
      [`-p ${process.pid} ${columns}`]: { stdout: rowOf(4700).replaceAll('4700', String(process.pid)) },
      // `ps -p` of a pid that nobody has prints nothing.
      [`-p 999 ${columns}`]: { code: 1 },
      [`-p 998 ${columns}`]: { code: 2, stderr: 'ps: illegal argument' },
      '-ax -ww -o pid=,command=': {
        stdout: '  718 /usr/libexec/logd\n 4711 raylet --node_ip_address=10.77.0.2\n 4712 ray::IDLE\n',
      },
      '-ax -E -ww -o pid=,command=': {
        stdout: [
          '  718 /usr/libexec/logd',
          ' 4711 raylet --node_ip_address=10.77.0.2 HOME=/Users/me RAYBAR_JOIN_LABEL=7a0f A=b c',
          // Its title changed between the two listings.
          ' 4712 ray::train_step HOME=/Users/me A=b c RAYBAR_JOIN_LABEL=7a0f',
          // Born between them.
          ' 4713 sleep 60 RAYBAR_JOIN_LABEL=7a0f',
          '',
        ].join('\n'),
      },
    });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lists processes with their start, and commands with blanks in their paths', async () => {
    const rows = await system().listProcesses();
    expect(rows[0]).toEqual({
      pid: 1,
      ppid: 0,
      pgid: 1,
      startToken: 'Sat Aug  1 17:46:44 2026',
      command: '/sbin/launchd',
      residentBytes: 20_578_304,
      cpuTimeMs: 751_070,
    });
    expect(rows.find(({ pid }) => pid === 4711)?.command).toContain('/Application Support/Raybar/python/lib');
    expect(await shim.calls()).toEqual([`ps -ax ${columns}`]);
  });

  it('keeps the last listing for whoever needs no fresher one', async () => {
    const mac = system();
    expect(mac.latestListing()).toBeNull();
    const before = performance.now();
    const rows = await mac.listProcesses();
    expect(mac.latestListing()?.rows).toBe(rows);
    expect(mac.latestListing()?.at).toBeGreaterThanOrEqual(before);
    expect(await shim.calls()).toHaveLength(1);
  });

  it('looks at a process and then at its children with one command, and signals by what is true at that moment', async () => {
    const mac = system();
    const raylet = { pid: 4700, pgid: 4700, startToken: 'Fri Nov 20 17:02:00 2026' };
    expect(await mac.isSameProcess(raylet)).toBe(true);
    expect((await mac.childrenOf(4711)).map(({ command }) => command)).toEqual([
      'ray::IDLE',
      'ray::train_step',
    ]);
    expect(await shim.calls()).toEqual([`ps -ax ${columns}`]);
    // A proof that nothing is left, too, is never as of an earlier listing.
    await mac.listProcesses();
    await mac.isSameProcess(raylet);
    expect(await shim.calls()).toHaveLength(3);
    expect(await mac.signalProcess(raylet, 'SIGTERM')).toBe('signalled');
    expect((await shim.calls()).at(-1)).toBe(`ps -p 4700 ${columns}`);
  });

  it('leaves zombies out', async () => {
    expect((await system().childrenOf(4711)).map(({ command }) => command)).toEqual([
      'ray::IDLE',
      'ray::train_step',
    ]);
    expect(await system().processIdentity(4722)).toBeNull();
  });

  it('finds the whole tree of a worker', async () => {
    const pids = descendantsOf(await system().listProcesses(), 4700).map(({ pid }) => pid);
    expect(pids).toEqual([4711, 4720, 4721]);
  });

  it('knows a process again by its start', async () => {
    const identity = await system().processIdentity(4700);
    expect(identity).toEqual({ pid: 4700, pgid: 4700, startToken: 'Fri Nov 20 17:02:00 2026' });
    expect(await system().isSameProcess({ pid: 4700, startToken: 'Fri Nov 20 17:02:00 2026' })).toBe(true);
    expect(await system().isSameProcess({ pid: 4700, startToken: 'Fri Nov 20 17:01:59 2026' })).toBe(false);
  });

  it('finds nobody behind a free pid, but does not take a failing ps for that', async () => {
    expect(await system().processIdentity(999)).toBeNull();
    await expect(system().processIdentity(998)).rejects.toBeInstanceOf(CommandError);
  });

  it('signals the group of the process that is meant', async () => {
    const meant = { pid: 4700, pgid: 4700, startToken: 'Fri Nov 20 17:02:00 2026' };
    expect(await system().signalGroup(meant, 'SIGTERM')).toBe('signalled');
    expect(sent).toEqual([[-4700, 'SIGTERM']]);
  });

  it('signals nobody whose pid went to another process', async () => {
    const before = { pid: 4700, pgid: 4700, startToken: 'Thu Nov 19 09:00:00 2026' };
    expect(await system().signalGroup(before, 'SIGKILL')).toBe('gone');
    expect(await system().signalProcess(before, 'SIGKILL')).toBe('gone');
    expect(sent).toEqual([]);
  });

  it('reads the environment behind the command, where macOS shows it', async () => {
    expect(await system().startedWith('RAYBAR_JOIN_LABEL=7a0f')).toEqual([4711, 4712, 4713]);
    expect(await system().startedWith('RAYBAR_JOIN_LABEL=7a0f', ['A=b c'])).toEqual([4713]);
    expect(await system().startedWith('RAYBAR_JOIN_LABEL=7a')).toEqual([]);
    // An argument is no variable.
    expect(await system().startedWith('--node_ip_address=10.77.0.2')).toEqual([]);
    expect(await system().startedWith('HOME=/var/root')).toEqual([]);
    // Two commands a question, however many processes there are.
    expect(await shim.calls()).toHaveLength(10);
  });

  it('says what the Mac is by its own names', async () => {
    await shim.answer('sysctl', { '*': { stdout: await macRecording('sysctl--M2Max.txt') } });
    expect(await system().machineFacts()).toMatchObject({
      chip: 'Apple M2 Max',
      cpuCount: 12,
      memoryBytes: 68_719_476_736,
      appleSilicon: true,
    });
  });

  it('takes a Mac that does not know of arm64 for an Intel one', async () => {
    await shim.answer('sysctl', {
      '*': {
        stdout:
          'machdep.cpu.brand_string: Intel(R) Core(TM) i7-8700B CPU @ 3.20GHz\nhw.memsize: 17179869184\n',
        stderr: "sysctl: unknown oid 'hw.optional.arm64'\n",
        code: 1,
      },
    });
    expect(await system().machineFacts()).toMatchObject({
      chip: 'Intel(R) Core(TM) i7-8700B CPU @ 3.20GHz',
      memoryBytes: 17_179_869_184,
      appleSilicon: false,
    });
  });
});

import { expect, test } from 'vitest';
import {
  holdersOfTasks,
  leftoverProcesses,
  readRayWorkers,
  workerTree,
  type LeftoverProcess,
} from '../../../../src/main/ray/worker-tree';
import type { ProcessRow } from '../../../../src/main/system/process-row';

const row = (pid: number, ppid: number, pgid: number, command: string): ProcessRow => ({
  pid,
  ppid,
  pgid,
  startToken: `t${pid}`,
  command,
});

const site = '/Users/me/Library/Application Support/Raybar/python/lib/python3.11/site-packages/ray';
const label = '7a0f3a52-8a3b-4d2a-9a51-2f3d5f8a9b10';
const root = { pid: 100, pgid: 100, startToken: 't100', label };

const nobody = () => Promise.resolve(null);
const leftoverPids = async (...look: Parameters<typeof leftoverProcesses>): Promise<number[]> =>
  (await leftoverProcesses(...look)).map(({ pid }) => pid);

/** The shape of a real worker's tree (Ray 2.53 on Linux), beside another cluster's. */
const listing = [
  row(1, 0, 1, '/sbin/launchd'),
  row(100, 50, 100, 'python -m ray.scripts.scripts start --address=10.0.0.5:6379 --block'),
  row(101, 100, 100, `python -u ${site}/_private/log_monitor.py`),
  row(102, 100, 100, `${site}/core/src/ray/raylet/raylet --raylet_socket_name=/tmp/ray/s/sockets/raylet`),
  row(103, 102, 100, `python -u ${site}/dashboard/agent.py --raylet-name=/tmp/ray/s/sockets/raylet`),
  row(104, 102, 100, 'ray::train_step'),
  row(105, 102, 100, 'ray::LLMDeployment'),
  row(106, 102, 100, 'ray::IDLE'),
  row(107, 104, 107, 'ffmpeg -i in.mov out.mp4'),
  row(200, 1, 200, `${site}/core/src/ray/raylet/raylet --raylet_socket_name=/tmp/other`),
  row(201, 200, 200, 'ray::elsewhere'),
];

test('a join’s processes are its group and all that descends from it, and no other cluster’s', () => {
  const tree = workerTree(listing, root);
  expect([...tree.pids].sort((a, b) => a - b)).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
  expect(tree.rayletPid).toBe(102);
  expect(tree.workers.map(({ pid, kind }) => [pid, kind])).toEqual([
    [104, 'task'],
    [105, 'actor'],
    [106, 'idle'],
  ]);
});

test('the raylet is found after `ray start` has ended and launchd took its children', () => {
  const orphaned = listing
    .filter(({ pid }) => pid !== 100)
    .map((one) => (one.ppid === 100 ? { ...one, ppid: 1 } : one));
  expect(workerTree(orphaned, root).rayletPid).toBe(102);
});

test('the raylet is found where it left the group, by descent', () => {
  const regrouped = listing.map((one) => (one.pid >= 102 && one.pid <= 107 ? { ...one, pgid: 102 } : one));
  expect(workerTree(regrouped, root).rayletPid).toBe(102);
});

test('the agent, which names the raylet’s socket, is not taken for it', () => {
  const without = listing.filter(({ pid }) => pid !== 102);
  expect(workerTree(without, root).rayletPid).toBeNull();
});

test('no task can be in `ray start` and Ray’s own agents, but in its workers and in what tasks started', async () => {
  const reaper = row(108, 100, 108, `python -u ${site}/_private/ray_process_reaper.py`);
  const agent = row(
    109,
    102,
    100,
    `python -u ${site}/_private/runtime_env/agent/main.py --node-ip-address=1`,
  );
  // A task of somebody who reads Ray's sources.
  const reader = row(110, 104, 100, `grep -n def ${site}/dashboard/agent.pyi`);
  const system = { listProcesses: () => Promise.resolve([...listing, reaper, agent, reader]) };
  expect(await holdersOfTasks([100, 101, 103, 108, 109], 100, system)).toEqual([]);
  expect(await holdersOfTasks([100, 101, 103, 104, 106, 107, 110], 100, system)).toEqual([
    104, 106, 107, 110,
  ]);
  // Gone between two looks.
  expect(await holdersOfTasks([100, 999], 100, system)).toEqual([]);
});

test('the raylet’s children tell what runs', async () => {
  const childrenOf = (pid: number) => Promise.resolve(listing.filter(({ ppid }) => ppid === pid));
  const workers = await readRayWorkers(102, { childrenOf });
  expect(workers.map(({ name }) => name)).toEqual(['train_step', 'LLMDeployment', '']);
});

test('what carries the label is a leftover, wherever it went; nothing else is', async () => {
  const strays = [...listing.filter(({ pid }) => pid >= 200), row(300, 1, 300, 'ffmpeg -i in.mov out.mp4')];
  const system = {
    listProcesses: () => Promise.resolve(strays),
    startedWith: (assignment: string) =>
      Promise.resolve(assignment === `RAYBAR_JOIN_LABEL=${label}` ? [300] : []),
    processIdentity: nobody,
  };
  expect(await leftoverPids({ label, root }, system)).toEqual([300]);
});

test('a member of the group is a leftover even where its environment is hidden', async () => {
  const system = {
    listProcesses: () => Promise.resolve(listing),
    startedWith: () => Promise.resolve([]),
    processIdentity: nobody,
  };
  expect(await leftoverPids({ label, root }, system)).toEqual([100, 101, 102, 103, 104, 105, 106]);
  expect(await leftoverPids({ label, root: null }, system)).toEqual([]);
});

test('who dies shows no label any more and is a leftover until it is gone; who has its pid then is none', async () => {
  const stray = row(300, 1, 300, 'ffmpeg -i in.mov out.mp4');
  const look = async (seen: readonly LeftoverProcess[], rows: ProcessRow[], labelled: number[]) =>
    leftoverProcesses(
      { label, root: null, seen },
      {
        listProcesses: () => Promise.resolve(rows),
        startedWith: () => Promise.resolve(labelled),
        processIdentity: nobody,
      },
    );
  const alive = await look([], [stray], [300]);
  expect(alive).toEqual([{ pid: 300, startToken: stray.startToken }]);
  const dying = await look(alive, [{ ...stray, command: '[ffmpeg]' }], []);
  expect(dying).toEqual(alive);
  expect(await look(dying, [{ ...stray, startToken: 'later' }], [])).toEqual([]);
  expect(await look(dying, [], [])).toEqual([]);
});

test('who was born after the listing is a leftover too; who has gone since it was found is none', async () => {
  const system = {
    listProcesses: () => Promise.resolve([]),
    startedWith: () => Promise.resolve([300, 301]),
    processIdentity: (pid: number) =>
      Promise.resolve(pid === 300 ? { pid, pgid: 300, startToken: 'now' } : null),
  };
  expect(await leftoverPids({ label, root: null }, system)).toEqual([300]);
});

test('a group of the same id that another process made since is nobody’s leftover: the machine was restarted', async () => {
  const strangers = listing.map((one) => ({ ...one, startToken: `later-${one.pid}` }));
  const system = {
    listProcesses: () => Promise.resolve(strangers),
    startedWith: () => Promise.resolve([]),
    processIdentity: nobody,
  };
  expect(await leftoverPids({ label, root }, system)).toEqual([]);
});

test('a group whose maker has ended counts by what is known of a member', async () => {
  const members = (labelled: number[], commands: Record<number, string>) =>
    leftoverPids(
      { label, root },
      {
        processIdentity: nobody,
        listProcesses: () =>
          Promise.resolve(
            Object.entries(commands).map(([pid, command]) => row(Number(pid), 1, 100, command)),
          ),
        startedWith: () => Promise.resolve(labelled),
      },
    );
  expect(await members([], { 101: 'vim notes', 102: 'cat' })).toEqual([]);
  expect(await members([101], { 101: 'python agent.py', 102: 'cat' })).toEqual([101, 102]);
  // A title written over the environment hides the label.
  expect(await members([], { 104: 'ray::train_step', 105: 'cat' })).toEqual([104, 105]);
});

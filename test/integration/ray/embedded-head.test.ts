import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  awaitHead,
  headStartCommand,
  prepareEmbeddedHead,
  removeHeadFiles,
  type EmbeddedHead,
} from '../../../src/main/ray/embedded-head';
import { createGcsClient } from '../../../src/main/ray/gcs/client';
import type { GcsClient } from '../../../src/main/ray/gcs/contract';
import { joinLabelKey, joinLabelVariable } from '../../../src/main/ray/join-label';
import { workerStartCommand } from '../../../src/main/ray/start-command';
import { tokenReader } from '../../../src/main/ray/token-file';
import { leftoverProcesses, workerTree } from '../../../src/main/ray/worker-tree';
import { currentSystem } from '../../../src/main/system/current-system';
import { defaultSettings } from '../../../src/shared/settings';
import { ownPort } from '../../support/own-ports';
import { rayEnvironment } from '../../support/ray-environment';
import { endProcesses, processesOf } from '../../support/ray-processes';
import { waitFor } from '../../support/wait-for';

const system = currentSystem();
const machine = { platform: process.platform, appleSilicon: false, cpuCount: 1, memoryBytes: 8 * 2 ** 30 };
const byNumber = (one: number, other: number) => one - other;
const leftoverPids = async (of: Parameters<typeof leftoverProcesses>[0]): Promise<number[]> =>
  (await leftoverProcesses(of, system)).map(({ pid }) => pid);
const started: { pgid: number; mark: string }[] = [];
let folder: string;
const { python } = rayEnvironment();
let head: EmbeddedHead;
let gcs: GcsClient;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/rbe-');
  head = await prepareEmbeddedHead({
    directory: join(folder, 'Application Support'),
    nodeIpAddress: await system.routeAddress('192.0.2.1', 9).catch(() => '127.0.0.1'),
    temporaryRoot: '/tmp',
  });
  gcs = createGcsClient({ address: head.headAddress, token: tokenReader(head.tokenFile) });
});
afterAll(async () => {
  gcs.close();
  for (const of of started) await endProcesses(of);
  await removeHeadFiles(head);
  rmSync(folder, { recursive: true, force: true });
});

const spawn = async (
  command: { file: string; args: string[]; env: Record<string, string> },
  label: string,
) => {
  const log = join(folder, `${label}.log`);
  const { pid, pgid, startToken } = await system.spawnDetached({
    ...command,
    cwd: '/',
    stdoutFile: log,
    stderrFile: log,
  });
  started.push({ pgid, mark: `${joinLabelVariable}=${label}` });
  return { pid, pgid, startToken, label };
};

it('a head of its own and this machine’s worker join, in token mode, with the token in a folder with a space', async () => {
  await spawn(headStartCommand({ python, head, machine, ambient: process.env }), head.label);
  await awaitHead(gcs, { deadlineMs: 90_000 });
  expect(await gcs.wantsToken(15_000)).toBe(true);

  const label = 'embedded-worker-1';
  const command = workerStartCommand({
    worker: { ...defaultSettings.worker, objectStoreBytes: 100_000_000 },
    python,
    headAddress: head.headAddress,
    nodeIpAddress: head.nodeIpAddress,
    label,
    machine,
    tokenFile: head.tokenFile,
    agentListenPort: await ownPort(),
    sharesMachine: true,
    ambient: process.env,
  });
  const root = await spawn(command, label);
  const alive = () => gcs.findNodeByLabel(joinLabelKey, label, 5_000);
  const node = await waitFor('the worker to be ALIVE', alive, { withinMs: 90_000 });
  expect(node).toMatchObject({ isHead: false, resourcesTotal: { CPU: 1 } });

  // Its agents start programs, and its raylet workers, while it is looked at in one way after the other.
  const { tree, worker } = await waitFor('the same in all ways of looking', async () => {
    const looked = workerTree(await system.listProcesses(), root);
    const left = await leftoverPids({ label, root });
    const seen = processesOf({ pgid: root.pgid, mark: `${joinLabelVariable}=${label}` });
    expect(looked.pids.sort(byNumber)).toEqual(seen.map(({ pid }) => pid).sort(byNumber));
    expect(left.sort(byNumber)).toEqual(looked.pids);
    return { tree: looked, worker: left };
  });
  expect(tree.rayletPid).not.toBeNull();
  // What a head leaves can't be mistaken for the worker's, though both are one group's children of one program.
  const heads = await leftoverPids({ label: head.label, root: null });
  expect(heads.filter((pid) => worker.includes(pid))).toEqual([]);

  await endProcesses({ pgid: root.pgid, mark: `${joinLabelVariable}=${label}` });
  expect(await leftoverPids({ label, root })).toEqual([]);
});

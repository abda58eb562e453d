import { longestDemoSeconds } from '../../shared/ipc';
import type { Snapshot, TaskRow } from '../../shared/snapshot';
import { shortNodeId } from '../../shared/view/format';
import { taskName } from '../../shared/view/words';
import type { CliCommand } from '../cli-context';
import { UsageError } from '../cli-errors';
import { parseDuration } from '../durations';
import { exitCodes } from '../exit-codes';

/** Submitting a job, and Ray's start of it, beside the time that it runs. */
const demoOverheadMs = 3 * 60_000;

export const runDemoCommand: CliCommand = {
  name: 'run-demo',
  usage: '[--for 20s]',
  summary:
    'submit a small real job, by the dashboard that the cluster must have, and show that it runs on this machine for 20 s',
  options: { for: { type: 'string' } },
  read({ option }) {
    const seconds = demoSeconds(option('for'));
    return async ({ client, json, stdout, stderr }) => {
      // Progress is for people: stdout stays one JSON object for scripts.
      const tell = json ? stderr : stdout;
      tell('Submitting a small job to the cluster …\n');
      client.watch(tellNewTasks(tell));
      const demo = await client.invoke('runDemo', seconds === undefined ? undefined : { seconds }, {
        timeoutMs: (seconds ?? 60) * 1_000 + demoOverheadMs,
      });
      const good = demo.ranHere && demo.status === 'SUCCEEDED';
      if (json) stdout(`${JSON.stringify(demo)}\n`);
      else {
        stdout(demo.output.map((line) => `  ${line}\n`).join(''));
        const where =
          demo.ranHere && demo.nodeId !== null
            ? `ran here, on node ${shortNodeId(demo.nodeId)}`
            : 'was not seen on this machine';
        stdout(`The job’s task ${where}: ${demo.status}.\n`);
      }
      return good ? exitCodes.ok : exitCodes.failed;
    };
  },
};

/** Pure: undefined leaves it to the app, which takes 1 s to 10 min. @throws UsageError */
function demoSeconds(length: string | undefined): number | undefined {
  if (length === undefined) return undefined;
  const seconds = Math.ceil(parseDuration(length, '--for') / 1_000);
  if (seconds < 1 || seconds > longestDemoSeconds)
    throw new UsageError(`--for: "${length}" will not do; the demo runs for 1 s to 10 min`);
  return seconds;
}

/**
 * Each task is told of once, when it is first seen here; those that ran before are not news. By its process: a task's id is
 * known only once the head has told it.
 */
function tellNewTasks(tell: (text: string) => void): (snapshot: Snapshot) => void {
  let known: Set<string> | null = null;
  return ({ tasks, worker }) => {
    const before = known ?? new Set(tasks.map(keyOf));
    const node = 'nodeId' in worker ? ` on node ${shortNodeId(worker.nodeId)}` : '';
    for (const task of tasks.filter((one) => !before.has(keyOf(one))))
      tell(`Runs here${node}: ${taskName(task)}\n`);
    known = new Set([...before, ...tasks.map(keyOf)]);
  };
}

const keyOf = ({ pid, id, name }: TaskRow): string => (pid === null ? id : `${pid} ${name}`);

import type { RaybarError } from '../shared/errors';
import type { Snapshot, TaskRow } from '../shared/snapshot';
import { isAvailable, type Unavailable } from '../shared/reading';
import type { Telemetry } from '../shared/telemetry';
import { workerError } from '../shared/worker-state';
import { formatBytes, formatBytesOf, formatDuration, formatPercent, type Place } from '../shared/view/format';
import { gpuHolds } from '../shared/view/gpu-words';
import { headline } from '../shared/view/headline';
import { networkWords, workerShare } from '../shared/view/machine-words';
import { pressureNames } from '../shared/view/pressure-words';
import { formatResources } from '../shared/view/resources';
import { clusterName, taskName } from '../shared/view/words';

/** Pure: the snapshot for a terminal, ending in a line break. */
export function statusText(snapshot: Snapshot, now: number, place: Place = {}): string {
  const { title, subtitle } = headline(snapshot, now, place);
  const error = workerError(snapshot.worker);
  const blocks = [
    [title, subtitle].filter((line) => line !== ''),
    error === null ? [] : errorLines(error),
    table(facts(snapshot)),
    snapshot.tasks.length === 0
      ? []
      : ['Tasks', ...table(snapshot.tasks.map((task) => taskCells(task, now))).map(indent)],
    snapshot.cluster.missing,
    ...snapshot.problems.map(errorLines),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function facts(snapshot: Snapshot): string[][] {
  const { cluster, decision, worker, telemetry } = snapshot;
  const rows: [string, string | null][] = [
    ['Why', decision.why],
    // It names its time itself.
    ['Next', decision.next],
    ['Cluster', cluster.kind === 'none' ? null : clusterText(cluster)],
    ['Dashboard', cluster.dashboardUrl],
    ['Node', 'nodeId' in worker ? worker.nodeId : null],
    ['MPS', gpuText(snapshot)],
    ['Memory', memoryText(telemetry)],
    ['Swap', swapText(telemetry)],
    ['CPU', cpuText(telemetry)],
    ['Network', networkText(telemetry)],
    ['Worker', workerShare(snapshot)],
    ['Awake', snapshot.keepingAwake ? 'kept awake while tasks run here' : null],
  ];
  return rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]));
}

function clusterText(cluster: Snapshot['cluster']): string {
  const inBrackets = [cluster.headAddress, cluster.rayVersion === null ? null : `Ray ${cluster.rayVersion}`];
  const known = inBrackets.filter((part) => part !== null);
  return known.length === 0 ? clusterName(cluster) : `${clusterName(cluster)} (${known.join(', ')})`;
}

/** What a machine does not tell is said with its reason; before the first sample that goes without saying. */
const notKnown = ({ at }: Telemetry, { unavailable }: Unavailable): string | null =>
  at === null ? null : `not known: ${unavailable}`;

function gpuText({ app, machine, telemetry }: Snapshot): string | null {
  const { gpu } = telemetry;
  // Elsewhere there can be none.
  const mac = app.platform === 'darwin' || machine.appleSilicon;
  if (!isAvailable(gpu)) return mac ? notKnown(telemetry, gpu) : null;
  const { devicePercent } = gpu;
  const holds = gpuHolds(gpu);
  if (!isAvailable(devicePercent) && !isAvailable(holds)) return notKnown(telemetry, devicePercent);
  return [
    isAvailable(devicePercent) ? formatPercent(devicePercent) : `use not known: ${devicePercent.unavailable}`,
    isAvailable(holds) ? `holds ${holds.text}` : `memory not known: ${holds.unavailable}`,
  ].join(', ');
}

function memoryText(telemetry: Telemetry): string | null {
  const { memory, pressure } = telemetry;
  if (!isAvailable(memory)) return notKnown(telemetry, memory);
  const used = formatBytesOf(memory.usedBytes, memory.totalBytes);
  return isAvailable(pressure) ? `${used}, pressure ${pressureNames[pressure]}` : used;
}

/** None in use is no news. */
function swapText(telemetry: Telemetry): string | null {
  const { swap } = telemetry;
  if (!isAvailable(swap)) return notKnown(telemetry, swap);
  return swap.usedBytes > 0 ? formatBytes(swap.usedBytes) : null;
}

function cpuText(telemetry: Telemetry): string | null {
  const { percent } = telemetry.cpu;
  return isAvailable(percent) ? formatPercent(percent) : notKnown(telemetry, percent);
}

function networkText(telemetry: Telemetry): string | null {
  const words = networkWords(telemetry.network);
  return isAvailable(words) ? words.text : notKnown(telemetry, words);
}

const taskCells = (task: TaskRow, now: number): string[] => [
  taskName(task),
  task.startedAt === null ? '' : formatDuration(now - task.startedAt),
  task.resources === null ? '' : formatResources(task.resources).join(', '),
  isAvailable(task.use.cpuPercent) ? `${formatPercent(task.use.cpuPercent)} CPU` : '',
  isAvailable(task.use.memoryBytes) ? formatBytes(task.use.memoryBytes) : '',
  task.kind === 'actor' && !task.busy ? 'idle actor' : task.kind,
];

/** Pure: an error with what to do about it. */
export function errorLines(error: RaybarError): string[] {
  return [`${error.tried}: ${error.found} (${error.code})`, ...error.fixes.map((fix) => `- ${fix}`)];
}

/** Pure: rows as aligned columns; the last one is as long as it is. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const indent = (line: string): string => `  ${line}`;

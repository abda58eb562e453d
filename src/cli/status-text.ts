import type { RaybarError } from '../shared/errors';
import type { Snapshot, TaskRow } from '../shared/snapshot';
import { formatBytesOf, formatDuration, formatPercent, type Place } from '../shared/view/format';
import { headline } from '../shared/view/headline';
import { formatResources } from '../shared/view/resources';
import { clusterName, taskName } from '../shared/view/words';

/** Pure: the snapshot for a terminal, ending in a line break. */
export function statusText(snapshot: Snapshot, now: number, place: Place = {}): string {
  const { title, subtitle } = headline(snapshot, now, place);
  const { worker } = snapshot;
  const blocks = [
    [title, subtitle].filter((line) => line !== ''),
    'error' in worker ? errorLines(worker.error) : [],
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
    ['CPU', typeof telemetry.cpu.percent === 'number' ? formatPercent(telemetry.cpu.percent) : null],
    [
      'Memory',
      'usedBytes' in telemetry.memory
        ? formatBytesOf(telemetry.memory.usedBytes, telemetry.memory.totalBytes)
        : null,
    ],
    ['Awake', snapshot.keepingAwake ? 'kept awake while tasks run here' : null],
  ];
  return rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]));
}

function clusterText(cluster: Snapshot['cluster']): string {
  const inBrackets = [cluster.headAddress, cluster.rayVersion === null ? null : `Ray ${cluster.rayVersion}`];
  const known = inBrackets.filter((part) => part !== null);
  return known.length === 0 ? clusterName(cluster) : `${clusterName(cluster)} (${known.join(', ')})`;
}

const taskCells = (task: TaskRow, now: number): string[] => [
  taskName(task),
  task.startedAt === null ? '' : formatDuration(now - task.startedAt),
  task.resources === null ? '' : formatResources(task.resources).join(', '),
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

import { fieldProblems, type FieldProblem } from '../../shared/schema-problems';
import { settingsSchema, settingsVersion, type Settings } from '../../shared/settings';
import { bytesPerGb, msPerMinute, msPerSecond, type Draft, type OwnOrAuto, type Row } from './draft';
import { plainProblem, problemAtEntry } from './plain-problem';

/** What is wrong, by the field's path in the settings, e.g. "worker.cpus" or "worker.labels.zone". */
export type Problems = Readonly<Record<string, string>>;

export type DraftResult =
  | { readonly type: 'success'; readonly settings: Settings }
  | { readonly type: 'invalid'; readonly problems: Problems };

/** What the form says, as settings, or all that is wrong with it. Main checks the same again: it has the last word. */
export function settingsOf(draft: Draft): DraftResult {
  const rowProblems = {
    ...problemsOfRows('worker.resources', draft.resources.auto ? [] : draft.resources.rows),
    ...problemsOfRows('worker.labels', draft.labels),
    ...problemsOfRows('worker.environment', draft.environment),
  };
  const parsed = settingsSchema.safeParse(candidate(draft));
  if (parsed.success && Object.keys(rowProblems).length === 0)
    return { type: 'success', settings: parsed.data };
  const found = parsed.success ? [] : fieldProblems(parsed.error);
  return {
    type: 'invalid',
    problems: { ...problemsOf(found.map(problemAtEntry).map(plainProblem)), ...rowProblems },
  };
}

/** What main refused, at the same fields; its words are kept. */
export function refusedProblems(refused: readonly FieldProblem[]): Problems {
  return problemsOf(refused.map(problemAtEntry));
}

function problemsOf(found: readonly FieldProblem[]): Problems {
  return Object.fromEntries(found.map(({ field, message }) => [field, message]));
}

function candidate(draft: Draft): unknown {
  return {
    version: settingsVersion,
    cluster: cluster(draft),
    worker: {
      nodeIpAddress: text(draft.nodeIpAddress),
      cpus: amount(draft.cpus),
      gpus: amount(draft.gpus),
      resources: draft.resources.auto ? 'auto' : map(draft.resources.rows, numberOf),
      labels: map(draft.labels, (value) => value.trim()),
      objectStoreBytes: amount(draft.objectStoreGb, (gb) => Math.round(gb * bytesPerGb)),
      pythonEnvironment: text(draft.pythonEnvironment),
      // Spaces at a variable's ends may be meant.
      environment: map(draft.environment, (value) => value),
    },
    drain: { deadlineMs: Math.round(numberOf(draft.drainMinutes) * msPerMinute) },
    power: { keepAwakeWhileTasksRun: draft.keepAwake },
    tray: { title: draft.trayTitle },
    telemetry: { modelCacheDirectory: text(draft.modelCacheDirectory) },
    metrics: {
      enabled: draft.metricsEnabled,
      host: draft.metricsHost.trim(),
      port: numberOf(draft.metricsPort),
      push: {
        url: draft.pushUrl.trim() || null,
        intervalMs: Math.round(numberOf(draft.pushSeconds) * msPerSecond),
        job: draft.pushJob.trim(),
        instance: text(draft.pushInstance),
      },
    },
    quit: draft.quit,
  };
}

function cluster(draft: Draft): unknown {
  if (draft.clusterKind !== 'address') return { kind: draft.clusterKind };
  return {
    kind: 'address',
    headAddress: draft.headAddress.trim(),
    dashboardAddress: draft.dashboardAddress.trim() || null,
    tokenFile: draft.tokenFile.trim() || null,
  };
}

function text({ auto, own }: OwnOrAuto): string {
  return auto ? 'auto' : own.trim();
}

function amount({ auto, own }: OwnOrAuto, convert = (value: number) => value): unknown {
  return auto ? 'auto' : convert(numberOf(own));
}

/** NaN for what is no number, an empty field too; a comma is taken for the point. */
function numberOf(typed: string): number {
  const trimmed = typed.trim().replace(',', '.');
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

/** A row that was added and left empty is no entry. */
const isUsed = (row: Row) => row.name.trim() !== '' || row.value.trim() !== '';

function map(rows: readonly Row[], convert: (value: string) => unknown): Record<string, unknown> {
  const used = rows.filter((row) => isUsed(row) && row.name.trim() !== '');
  return Object.fromEntries(used.map((row) => [row.name.trim(), convert(row.value)]));
}

/** What a map cannot hold and so its schema cannot see: an entry with no name, and a name twice. */
function problemsOfRows(path: string, rows: readonly Row[]): Problems {
  const names = rows.filter(isUsed).map((row) => row.name.trim());
  const problems: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    if (name === '') problems[`${path}.`] = 'give it a name';
    else if (names.indexOf(name) !== index) problems[`${path}.${name}`] = 'this name is there twice';
  }
  return problems;
}

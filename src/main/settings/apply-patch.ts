import { didYouMean } from '../../shared/nearest-name';
import { type FieldProblem, fieldProblems } from '../../shared/schema-problems';
import { type Settings, settingsSchema } from '../../shared/settings';
import { findSettingsField, settingsPaths } from '../../shared/settings-fields';
import { parseValue } from './parse-value';
import { switchCluster } from './switch-cluster';

/** Paths and their new values, as `settingsPatchSchema` has them. */
export type SettingsPatch = readonly (readonly [path: string, value: unknown])[];

export type PatchResult =
  { type: 'success'; settings: Settings } | { type: 'error'; problems: FieldProblem[] };

export type FieldChange = { segments: readonly string[]; value: unknown; remove: boolean };

/**
 * Pure: the settings with all of the patch in, or all that is wrong with it; never a part of it. A path names a field
 * (`worker.cpus`), a group (`worker`), or an entry of a map (`worker.environment.HTTP_PROXY`), which null takes out.
 * Values may be text, as the terminal gives it; see parseValue. A path given twice: the last counts.
 */
export function applySettingsPatch(settings: Settings, patch: SettingsPatch): PatchResult {
  const problems: FieldProblem[] = [];
  const changes: FieldChange[] = [];
  for (const [path, given] of patch) {
    const field = findSettingsField(path);
    if (field === null) {
      problems.push({ field: path, message: unknownSetting(path) });
      continue;
    }
    const remove = field.isEntry && (given === null || given === 'null');
    const parsed = remove ? { type: 'success' as const, value: null } : parseValue(field.schema, given);
    if (parsed.type === 'success') changes.push({ segments: field.segments, value: parsed.value, remove });
    else problems.push(...fieldProblems(parsed.error, field.segments));
  }
  if (problems.length > 0) return { type: 'error', problems };

  const ofCluster = changes.filter(({ segments }) => segments[0] === 'cluster');
  const cluster = switchCluster(settings.cluster, ofCluster);
  if (cluster.type === 'error') return cluster;
  let draft: unknown = { ...settings, cluster: cluster.draft };
  for (const change of changes) {
    if (change.segments[0] !== 'cluster') draft = withChange(draft, change.segments, change);
  }

  const checked = settingsSchema.safeParse(draft);
  if (checked.success) return { type: 'success', settings: checked.data };
  return { type: 'error', problems: fieldProblems(checked.error) };
}

/** A map that is still "auto" begins empty. */
function withChange(node: unknown, segments: readonly string[], change: FieldChange): unknown {
  const [name, ...rest] = segments;
  if (name === undefined) return change.value;
  const entries = Object.entries(isObject(node) ? node : {});
  const others = entries.filter(([key]) => key !== name);
  if (rest.length === 0 && change.remove) return Object.fromEntries(others);
  const child = withChange(entries.find(([key]) => key === name)?.[1], rest, change);
  return Object.fromEntries([...others, [name, child]]);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function unknownSetting(path: string): string {
  return `there is no setting of this name${didYouMean(path, settingsPaths)}`;
}

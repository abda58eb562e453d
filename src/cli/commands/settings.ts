import { didYouMean } from '../../shared/nearest-name';
import { defaultSettings, type Settings } from '../../shared/settings';
import { findSettingsField, settingsPaths } from '../../shared/settings-fields';
import { UsageError } from '../cli-errors';
import type { CliCommand } from '../cli-context';
import { exitCodes } from '../exit-codes';
import { report } from '../report';
import { table } from '../status-text';

export const settingsGetCommand: CliCommand = {
  name: 'settings get',
  usage: '[PATH]',
  summary: 'all settings, or the one at a path such as worker.cpus',
  arguments: { least: 0, most: 1 },
  read({ positionals: [path] }) {
    if (path !== undefined && path !== 'version') refuseUnknown(path);
    return async ({ client, json, stdout }) => {
      const settings = await client.invoke('settingsGet', undefined);
      const value = path === undefined ? settings : settingAt(settings, path);
      if (json) stdout(`${JSON.stringify(value)}\n`);
      else if (path === undefined) stdout(`${table(settingRows(settings)).join('\n')}\n`);
      else stdout(`${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}\n`);
      return exitCodes.ok;
    };
  },
};

export const settingsSetCommand: CliCommand = {
  name: 'settings set',
  usage: 'PATH VALUE [PATH VALUE …]',
  summary: 'set fields, all of them or none, e.g. cluster.headAddress 10.0.0.5:6379 worker.cpus auto',
  arguments: { least: 2, most: 64, isValue: (index) => index % 2 === 1 },
  read({ positionals }) {
    const patch = pairs(positionals);
    for (const [path] of patch) refuseUnknown(path);
    return async (context) => {
      const { client, json, stdout, stderr } = context;
      const problems = await client.invoke('settingsSet', patch);
      if (problems.length === 0) return report(context, `Saved ${patch.map(([path]) => path).join(', ')}.`);
      if (json) stdout(`${JSON.stringify({ error: { code: 'settings-invalid' }, problems })}\n`);
      else stderr('settings-invalid: nothing was saved.\n');
      for (const { field, message } of problems) stderr(`${field}: ${message}\n`);
      return exitCodes.failed;
    };
  },
};

function pairs(words: readonly string[]): [string, string][] {
  if (words.length % 2 !== 0) {
    throw new UsageError(
      `${words.at(-1) ?? 'a path'} has no value; write: settings set PATH VALUE [PATH VALUE …]`,
    );
  }
  return words.flatMap((path, index) =>
    index % 2 === 0 ? [[path, words[index + 1] ?? ''] as [string, string]] : [],
  );
}

/** Pure: every field with its path, a map as JSON. */
export function settingRows(settings: Settings): [string, string][] {
  const rowsOf = (value: unknown, path: string): [string, string][] => {
    if (!isObject(value) || !isGroup(path))
      return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
    return Object.entries(value).flatMap(([name, inner]) =>
      rowsOf(inner, path === '' ? name : `${path}.${name}`),
    );
  };
  return rowsOf(settings, '').filter(([path]) => path !== 'version');
}

/** Pure: what stands at a dotted path; the entry of a map may have dots in its own name. @throws UsageError */
export function settingAt(settings: Settings, path: string): unknown {
  let value: unknown = settings;
  let rest = path;
  while (rest !== '') {
    const entries: [string, unknown][] = isObject(value) ? Object.entries(value) : [];
    const remaining = rest;
    const found = entries.find(([name]) => remaining === name || remaining.startsWith(`${name}.`));
    if (found === undefined) throw notThereNow(path, settings);
    value = found[1];
    rest = rest.slice(found[0].length + 1);
  }
  return value;
}

/** Pure: what no Raybar has needs no answer of the app's. @throws UsageError */
function refuseUnknown(path: string): void {
  if (findSettingsField(path) === null)
    throw new UsageError(`there is no setting ${path}${didYouMean(path, settingsPaths)}`);
}

/** A field of another kind of cluster, or an entry that a map does not have. */
function notThereNow(path: string, settings: Settings): UsageError {
  const known = settingRows(settings).map(([name]) => name);
  return new UsageError(`there is no setting ${path} now${didYouMean(path, known)}`);
}

/** A group has the same fields in every Raybar; a map has its owner's own, and is empty by default. */
function isGroup(path: string): boolean {
  if (path === '' || path === 'cluster') return true;
  let value: unknown = defaultSettings;
  for (const name of path.split('.')) {
    value = isObject(value) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
  }
  return isObject(value) && Object.keys(value).length > 0;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

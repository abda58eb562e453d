import {
  type LogQueryInput,
  type LogSearch,
  logSearchSchema,
  type LogSource,
  mostNamedSources,
} from '../shared/log-views';
import { logLevels, type LogLevel } from '../shared/logs';
import { nearestName } from '../shared/nearest-name';
import type { CliContext } from './cli-context';
import { UsageError } from './cli-errors';
import { durationMs } from './durations';

const aliases: Readonly<Record<string, LogLevel>> = { warn: 'warning', err: 'error', critical: 'fatal' };

/** Pure: this level and those that are graver. @throws UsageError */
export function levelsFrom(text: string): LogLevel[] {
  const word = text.toLowerCase();
  const level = aliases[word] ?? logLevels.find((known) => known === word);
  if (level === undefined) throw new UsageError(`--level: "${text}" is none of ${logLevels.join(', ')}`);
  return logLevels.slice(logLevels.indexOf(level));
}

/** Pure: "10m" ago, or a time: "2026-11-21T09:00", "09:00" of today. @returns ms since the epoch @throws UsageError */
export function sinceTime(text: string, now: number): number {
  const told = text.trim();
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(told);
  const day = /^\d{4}-\d\d-\d\d/.exec(told)?.[0];
  const at =
    clock !== null ? timeOfToday(clock, now) : day !== undefined ? timeOfDay(told, day) : ago(told, now);
  if (at !== null) return at;
  throw new UsageError(
    `--since: "${text}" is no time; write it as 10m, 1h30m, 09:00, 2026-11-21 or 2026-11-21T09:00`,
  );
}

/** Null for what is no duration. */
function ago(told: string, now: number): number | null {
  const duration = durationMs(told);
  return duration === null ? null : now - duration;
}

/** Null for a time that no clock shows. */
function timeOfToday([, hour, minute, second = '0']: RegExpExecArray, now: number): number | null {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return new Date(now).setHours(hours, minutes, seconds, 0);
}

/** Null for a day or a time that is none. */
function timeOfDay(told: string, day: string): number | null {
  // A date alone is meant on the owner's wall, not in UTC as Date has it.
  const at = Date.parse(told === day ? `${told}T00:00` : told);
  // Date takes 31 February for 3 March.
  const isDay = !Number.isNaN(at) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  return isDay ? at : null;
}

/** Pure: the sources of this id, kind, file or task, or those with the text in one of these. */
export function namedSources(sources: readonly LogSource[], text: string): LogSource[] {
  const word = text.toLowerCase();
  const exact = sources.filter(({ id, kind, file, tasks, name }) =>
    [id, kind, file, ...tasks, name].some((one) => one.toLowerCase() === word),
  );
  if (exact.length > 0) return exact;
  return sources.filter(({ name, file, tasks }) =>
    [name, file, ...tasks].some((one) => one.toLowerCase().includes(word)),
  );
}

/** Pure: what is said where none is called so. */
export function noSuchSource(sources: readonly LogSource[], text: string): UsageError {
  const names = [...new Set(sources.flatMap(({ kind, tasks, name }) => [kind, name, ...tasks]))];
  const nearest = nearestName(text, names);
  const hint = nearest === null ? `there are ${names.slice(0, 12).join(', ')}` : `did you mean "${nearest}"?`;
  return new UsageError(
    `--source: no log is called "${text}"; ${names.length === 0 ? 'there are none' : hint}`,
  );
}

export interface LogsAsked {
  /** What a log's name is to have, one of them; null: all logs. */
  sources: readonly string[] | null;
  levels: LogLevel[] | null;
  since: number | null;
  search: LogSearch | null;
  /** How many lines at most, the newest; null: all. */
  lines: number | null;
}

const usualLines = 200;

/** Pure: what the options ask for. @throws UsageError */
export function logsAsked({ option, values, now }: Pick<CliContext, 'option' | 'values' | 'now'>): LogsAsked {
  const [level, since, grep, lines] = [option('level'), option('since'), option('grep'), option('lines')];
  return {
    sources: sourceNames(values('source')),
    levels: level === undefined ? null : levelsFrom(level),
    since: since === undefined ? null : sinceTime(since, now()),
    search: grep === undefined ? null : pattern(grep),
    lines: lines === undefined ? (since === undefined ? usualLines : null) : lineCount(lines),
  };
}

/** Any name has an empty one in it: that is a script's variable without a value. */
function sourceNames(texts: readonly string[]): readonly string[] | null {
  const empty = texts.find((text) => text.trim() === '');
  if (empty !== undefined)
    throw new UsageError(`--source: "${empty}" is no log's name; without --source there are all logs`);
  return texts.length === 0 ? null : texts;
}

function pattern(text: string): LogSearch {
  const parsed = logSearchSchema.safeParse({ text, regex: true, matchCase: true });
  if (!parsed.success) throw new UsageError('--grep: a pattern has 1 to 1,000 characters');
  try {
    // The engine takes what the older rules take, too: "\d{" is a habit.
    void new RegExp(text);
  } catch (error) {
    throw new UsageError(`--grep: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return parsed.data;
}

function lineCount(text: string): number | null {
  if (text === 'all') return null;
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`--lines: "${text}" is no number of lines; "all" is all of them`);
  return Number(text);
}

/** Pure: the view to be opened. */
export const viewQuery = (asked: LogsAsked, sources: readonly LogSource[] | null): LogQueryInput => ({
  sources: sources === null ? null : sources.slice(0, mostNamedSources).map(({ id }) => id),
  // Lines of no known level are plain prints: output that is wanted at info.
  levels:
    asked.levels === null ? null : asked.levels.includes('info') ? ['none', ...asked.levels] : asked.levels,
  from: asked.since,
});

import type { LogQuery, LogSource, LogSourceKind } from '../../shared/log-views';

export const kindNames: Record<LogSourceKind, string> = {
  raybar: 'Raybar',
  'ray-start': 'Starting Ray',
  raylet: 'Raylet',
  gcs: 'GCS',
  agent: 'Agents',
  worker: 'Tasks and actors',
  driver: 'Drivers',
  event: 'Events',
  job: 'Jobs',
  other: 'Other',
};

/** What the source picker says on its button. */
export function sourcesLabel({ sources, session }: LogQuery, known: readonly LogSource[]): string {
  if (sources !== null) {
    const [only] = sources;
    if (sources.length > 1) return `${sources.length} logs`;
    return known.find(({ id }) => id === only)?.name ?? 'A log that is gone';
  }
  if (session === 'current') return 'All logs';
  return session === 'all' ? 'All logs, earlier too' : sessionName(session);
}

/** "session_2026-11-21_06-00-00_123456_4711" as "21 Nov 2026, 06:00"; the name itself where it is another. */
export function sessionName(session: string, locale?: string): string {
  const parts = /^session_(\d{4})-(\d\d)-(\d\d)_(\d\d)-(\d\d)-(\d\d)_/.exec(session);
  if (parts === null) return session;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts.slice(1).map(Number);
  // Ray writes this machine's own time into the name.
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(year, month - 1, day, hour, minute));
}

/** How many of the filters behind “Filter” are on. */
export const filterCount = ({ task, nodeId, from, to }: LogQuery): number =>
  Number(task !== null) + Number(nodeId !== null) + Number(from !== null || to !== null);

export const isFiltered = (query: LogQuery): boolean => query.levels !== null || filterCount(query) > 0;

/** The same sources, nothing else filtered. */
export const withoutFilters = (query: LogQuery): LogQuery => ({
  ...query,
  levels: null,
  task: null,
  nodeId: null,
  from: null,
  to: null,
});

import { z } from 'zod';
import { raybarErrorSchema } from './errors';
import { logFormatSchema, logLevelSchema, styleSpanSchema } from './logs';

// The log viewer's contract. A window opens a view (which sources, which lines), asks for the rows that it shows, and is told by
// the event `logView` when the view changed. It names sources by id and lines by key; it never sees or sends a path.

export const logSourceKinds = [
  /** Raybar's own log. */
  'raybar',
  /** What `ray start` wrote, of the worker or of the head of this machine. */
  'ray-start',
  'raylet',
  'gcs',
  /** Dashboard agent, runtime environment agent, dashboard, log monitor, autoscaler's monitor. */
  'agent',
  /** A worker's output or its own log; `tasks` names what it ran. */
  'worker',
  /** A driver's log on this machine. */
  'driver',
  /** Ray's events, a JSON object a line. */
  'event',
  /** A job's output: its driver's file where that runs on this machine, else as the head tells it. */
  'job',
  'other',
] as const;
export const logSourceKindSchema = z.enum(logSourceKinds);
export type LogSourceKind = z.infer<typeof logSourceKindSchema>;

export const logSourceIdSchema = z.string().regex(/^[0-9a-z]{1,32}$/);

/**
 * One log, whatever it was renamed to: raylet.out, raylet.1.out and raylet.out.1 are one source, its files following each
 * other by time.
 */
export const logSourceSchema = z.object({
  /** The same over restarts of Raybar. */
  id: logSourceIdSchema,
  kind: logSourceKindSchema,
  /** What an owner calls it, on one line, masked unless revealed: "raylet.out", "stderr of train_step (pid 4711)", "python train.py". */
  name: z.string(),
  /** Its path below its folder, without rotation: "events/event_RAYLET.log". */
  file: z.string(),
  /** The names of the tasks and the actor that a worker ran, where its output or its process tells: 50 at most, the one that ran last first. */
  tasks: z.array(z.string()),
  pid: z.number().int().nullable(),
  /** Ray's session folder, e.g. "session_2026-11-21_06-00-00_123456_4711"; null for Raybar's own. */
  session: z.string().nullable(),
  /** Belongs to the worker of now, or to Raybar itself; else to an earlier session. */
  current: z.boolean(),
  bytes: z.number().nonnegative(),
  modifiedAt: z.number().nullable(),
  /** How many files it consists of. */
  files: z.number().int().nonnegative(),
});
export type LogSource = z.infer<typeof logSourceSchema>;

/** Names a line for good: a file of this run of the engine, and the byte offset at which the line begins. */
export const logKeySchema = z.string().regex(/^\d{1,10}:\d{1,16}$/);

/** The file's number, and the offset of the line in it. */
export function logKeyParts(key: string): { file: number; offset: number } {
  const colon = key.indexOf(':');
  return { file: Number(key.slice(0, colon)), offset: Number(key.slice(colon + 1)) };
}

/** The most sources that a view takes by name. */
export const mostNamedSources = 500;

export const logQuerySchema = z.object({
  /** Null: all sources of `session`. One alone is not merged with anything. */
  sources: z.array(logSourceIdSchema).min(1).max(mostNamedSources).nullable().default(null),
  /** Where `sources` is null: 'current' is Raybar's own and the worker's session, 'all' the earlier ones too. */
  session: z.union([z.literal('current'), z.literal('all'), z.string()]).default('current'),
  /** Lines whose entry has one of these; 'none' are those without a level. Null: all. */
  levels: z
    .array(z.union([logLevelSchema, z.literal('none')]))
    .min(1)
    .nullable()
    .default(null),
  /** What a task or actor of this name wrote, as its worker tells, and entries that mention it. */
  task: z.string().min(1).max(200).nullable().default(null),
  /** Entries that mention this node: its id, or the first 8 or more digits of it. */
  nodeId: z
    .string()
    .regex(/^[0-9a-f]{8,56}$/)
    .nullable()
    .default(null),
  /** Ms since the epoch: from ≤ time < to. */
  from: z.number().nullable().default(null),
  to: z.number().nullable().default(null),
});
/** As a caller gives it: what is left out is not filtered by. */
export type LogQueryInput = z.input<typeof logQuerySchema>;
export type LogQuery = z.output<typeof logQuerySchema>;

/** Searched in the lines' bytes as they stand in the file; marked in the text as it is shown. */
export const logSearchSchema = z.object({
  text: z.string().min(1).max(1_000),
  regex: z.boolean().default(false),
  matchCase: z.boolean().default(false),
  wholeWord: z.boolean().default(false),
});
export type LogSearch = z.output<typeof logSearchSchema>;

export const logAnchorSchema = z.union([
  /** `failure`: the first line of the newest error or fatal entry; the end where there is none. */
  z.enum(['start', 'end', 'failure']),
  z.object({ key: logKeySchema }),
  /** The first line at or after this time. */
  z.object({ at: z.number() }),
]);
export type LogAnchor = z.infer<typeof logAnchorSchema>;

export const logViewIdSchema = z.string().regex(/^v\d{1,10}$/);

/** The scroll bar's marks: how many such rows lie in each of these equal parts of the view. */
export const searchBucketCount = 400;

export const logSearchStateSchema = z.object({
  /** 0 to 1. */
  searchedShare: z.number(),
  matchedRows: z.number().int(),
  /** `searchBucketCount` numbers; empty until something was found. */
  buckets: z.array(z.number().int()),
  done: z.boolean(),
  /** log-search-invalid (a regular expression that isn't one), log-search-too-slow. What was found until then stays. */
  problem: raybarErrorSchema.nullable(),
});
export type LogSearchState = z.infer<typeof logSearchStateSchema>;

/** A view as it is now. The event `logView` brings it after every change, at most ten times a second. */
export const logViewStateSchema = z.object({
  view: logViewIdSchema,
  /**
   * Counts up when rows got other numbers (filters, a file that turned out longer than estimated, a truncation; not growth at the end). Who
   * shows rows then asks `logsLocate` for the row of its topmost line.
   */
  revision: z.number().int(),
  rowCount: z.number().int(),
  /** Rows [from, from + count) are an estimate: their part of the file is not indexed yet. `logsRows` answers null for them. */
  pending: z.object({ from: z.number().int(), count: z.number().int() }).nullable(),
  /** 0 to 1, by bytes. */
  indexedShare: z.number(),
  openSources: z.number().int(),
  /** Sources beyond what is opened at once: the oldest. They can be asked for by id. */
  leftOutSources: z.number().int(),
  /** Rows of the last burst that passed by unseen; they are in the file and can be scrolled to. 0 once all were indexed. */
  skippedRows: z.number().int(),
  search: logSearchStateSchema.nullable(),
  /** Rows of error and fatal entries, as `searchBucketCount` numbers; left out where they are not counted. */
  failureBuckets: z.array(z.number().int()).optional(),
  /** The engine had to be started anew, a folder is gone. */
  problem: raybarErrorSchema.nullable(),
});
export type LogViewState = z.infer<typeof logViewStateSchema>;

const offset = z.number().int().nonnegative();

/** One physical line. */
export const logRowSchema = z.object({
  key: logKeySchema,
  sourceId: logSourceIdSchema,
  /** From 1, in its file; null while what is before it is not indexed. */
  line: z.number().int().nullable(),
  /** Its own time or its entry's, or when it was written where that was later, ms since the epoch; null before the first time in a file. */
  at: z.number().nullable(),
  level: logLevelSchema.nullable(),
  format: logFormatSchema,
  startsEntry: z.boolean(),
  /** Without control characters and terminal sequences; secrets masked unless revealed. */
  text: z.string(),
  /** Colours, as UTF-16 offsets in `text`. */
  spans: z.array(styleSpanSchema),
  /** What the search found in it. */
  matches: z.array(z.object({ start: offset, end: offset })),
  /** How many bytes of a very long line are not in `text`. */
  cutBytes: offset,
  /** Its line break is not written yet: more may come. */
  unfinished: z.literal(true).optional(),
});
export type LogRow = z.infer<typeof logRowSchema>;

/** The most rows that one call answers with. */
export const mostRows = 500;

export const logRowsSchema = z.object({
  /** The view's when these rows were read: answers of another revision are thrown away. */
  revision: z.number().int(),
  from: z.number().int(),
  /** Null: not indexed yet, or gone meanwhile. Shorter than asked at the view's end. */
  rows: z.array(logRowSchema.nullable()),
});
export type LogRows = z.infer<typeof logRowsSchema>;

/** Where a line is in a view. `exact` is false when the line itself is filtered out or gone, and this is its nearest. */
export const logPlaceSchema = z.object({
  revision: z.number().int(),
  row: z.number().int(),
  key: logKeySchema.nullable(),
  exact: z.boolean(),
});
export type LogPlace = z.infer<typeof logPlaceSchema>;

export const logMatchDirectionSchema = z.enum(['next', 'previous', 'here']);
export type LogMatchDirection = z.infer<typeof logMatchDirectionSchema>;

export const logMatchSchema = logPlaceSchema.extend({
  /** The how-manieth matching row it is, from 1; left out while that is not known. */
  ordinal: z.number().int().positive().optional(),
});
export type LogMatch = z.infer<typeof logMatchSchema>;

/** What stands at the place where a view was opened, so that who opened it can draw it at once. Masked. */
export const logLinesAroundSchema = logRowsSchema.extend({
  /** The sources of these rows. */
  sources: z.array(logSourceSchema),
});
export type LogLinesAround = z.infer<typeof logLinesAroundSchema>;

export const logOpenedSchema = z.object({
  state: logViewStateSchema,
  anchor: logPlaceSchema,
  /** Left out where it was not asked for. */
  around: logLinesAroundSchema.optional(),
});
export type LogOpened = z.infer<typeof logOpenedSchema>;

/** Lines for the clipboard. */
export const logTextSchema = z.object({
  text: z.string(),
  rows: z.number().int(),
  /** True when there was more than is answered at once (2,000 lines, 1 MiB; one line always is). */
  truncated: z.boolean(),
  /** Left out of lines that are longer than 1 MiB, each. */
  cutBytes: z.number().int(),
});
export type LogText = z.infer<typeof logTextSchema>;

/** How far a follower has read: opaque; null begins now, at the end. */
export const logFollowSchema = z.object({
  /** Every line exactly once, in the order of its arrival (within one look: by time). One that is not whole is told once nothing was added for a while, and again when it is. */
  rows: z.array(logRowSchema),
  /** Lines that came but are not told, because more than this follower reads came at once. They are in the file. */
  skippedRows: z.number().int(),
  /** True when there is more already. */
  more: z.boolean(),
});
export type LogFollow = z.infer<typeof logFollowSchema>;

/** What the log window is opened for. */
export const logsTargetSchema = z.object({
  /** Where it opens. `failure` where something has just failed, `end` else. */
  anchor: logAnchorSchema.default('end'),
  /** These sources alone; null: all of the worker's and Raybar's own. */
  sources: logQuerySchema.shape.sources,
  /** Opens the list of known problems, too. */
  problems: z.boolean().default(false),
});
export type LogsTargetInput = z.input<typeof logsTargetSchema>;
export type LogsTarget = z.output<typeof logsTargetSchema>;

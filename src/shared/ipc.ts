import { z } from 'zod';
import { doctorCheckSchema, doctorReportSchema } from './doctor';
import { longestDrainDeadlineMs } from './drain-deadlines';
import { connectionReportSchema } from './connection-report';
import { raybarErrorSchema, type Result } from './errors';
import { historyRequestSchema, historySchema } from './history';
import { logBundleIdSchema, logBundlePreviewSchema } from './log-bundle';
import { logProblemsSchema } from './log-problems';
import {
  logAnchorSchema,
  logFollowSchema,
  logKeySchema,
  logMatchDirectionSchema,
  logMatchSchema,
  logOpenedSchema,
  logPlaceSchema,
  logQuerySchema,
  logRowSchema,
  logRowsSchema,
  logSearchSchema,
  logSourceIdSchema,
  logSourceSchema,
  logsTargetSchema,
  logTextSchema,
  logViewIdSchema,
  logViewStateSchema,
  mostRows,
} from './log-views';
import { noticeSchema } from './notices';
import { headAddressSchema, settingsSchema } from './settings';
import { snapshotDeltaSchema, snapshotSchema } from './snapshot';

const command = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  surfaces: readonly ('window' | 'socket')[] = ['window', 'socket'],
) => ({ input, output, surfaces });

const nothing = z.undefined();

/**
 * A setting's path and its new value, as the terminal gives it: ['worker.cpus', 4]. Several are taken together or not
 * at all.
 */
export const settingsPatchSchema = z.array(z.tuple([z.string(), z.unknown()])).min(1);

export const settingsProblemSchema = z.object({
  /** The path of the field, e.g. "cluster.headAddress". */
  field: z.string(),
  message: z.string(),
});

/** A week. */
export const longestPauseMinutes = 7 * 24 * 60;

export const pauseSchema = z.union([
  z.object({ minutes: z.number().positive().max(longestPauseMinutes) }),
  z.object({ until: z.literal('tomorrow') }),
]);

const spanSchema = historyRequestSchema.shape.span;
export const activityExportSchema = z.discriminatedUnion('format', [
  z.object({ format: z.literal('csv'), span: spanSchema }),
  /** The window draws the picture: a data URL of at most 32 MiB. */
  z.object({
    format: z.literal('png'),
    span: spanSchema,
    image: z
      .string()
      .max(2 ** 25)
      .regex(/^data:image\/png;base64,[A-Za-z0-9+/=]+$/),
  }),
]);

/** How long the demo's task may run. */
export const longestDemoSeconds = 600;

export const demoReportSchema = z.object({
  submissionId: z.string(),
  /** True when the job's task was seen running on this worker's own node. */
  ranHere: z.boolean(),
  task: z.string().nullable(),
  nodeId: z.string().nullable(),
  status: z.enum(['SUCCEEDED', 'FAILED', 'STOPPED', 'RUNNING']),
  output: z.array(z.string()),
});

/** A place in a window: a check of the doctor's, a field of the settings. */
export const windowTargetSchema = z.union([
  z.object({ doctorCheck: doctorCheckSchema }),
  z.object({ settingsField: z.string() }),
]);
export type WindowTarget = z.infer<typeof windowTargetSchema>;

/**
 * Every command there is. Main's handlers, the windows' bridge, the control socket and the terminal derive from this
 * one object; no name is written twice.
 */
export const commands = {
  status: command(nothing, snapshotSchema),
  on: command(nothing, nothing),
  /** Drain with the settings' deadline, or with another one, and stay out. */
  off: command(
    z.object({ deadlineMs: z.number().int().min(0).max(longestDrainDeadlineMs).optional() }).optional(),
    nothing,
  ),
  /** Drain and leave within 15 s. */
  leaveNow: command(nothing, nothing),
  /** Drain, and come back by itself. */
  pause: command(pauseSchema, nothing),
  /** End a pause before its time. */
  resume: command(nothing, nothing),
  /** Try to join now instead of at the backoff's end, or again after giving up. */
  tryNow: command(nothing, nothing),
  tryHere: command(nothing, nothing),
  joinCluster: command(
    z.object({ headAddress: headAddressSchema, tokenFile: z.string().nullable() }),
    z.array(settingsProblemSchema),
  ),
  settingsGet: command(nothing, settingsSchema),
  /** Answers with the fields that were refused; nothing is applied unless the list is empty. */
  settingsSet: command(settingsPatchSchema, z.array(settingsProblemSchema)),
  testConnection: command(settingsPatchSchema.or(z.array(z.never())), connectionReportSchema),
  runDemo: command(
    z.object({ seconds: z.number().int().min(1).max(longestDemoSeconds) }).optional(),
    demoReportSchema,
  ),
  dismissProblem: command(z.object({ code: z.string() }), nothing),
  /** Opens the log window. Left out: at what has just failed, or at the end. */
  openLogs: command(logsTargetSchema.optional(), nothing),
  /** What the log window that asks was opened for; null: it is only made ready, and shows nothing yet. */
  takeLogsTarget: command(nothing, logsTargetSchema.nullable(), ['window']),
  /** The log window that tells it has drawn the first lines of what it was opened for. */
  logsDrawn: command(nothing, nothing, ['window']),
  /** Shows the folder with Raybar's own logs. */
  revealLogs: command(nothing, nothing),
  /** Shows a source's file in its folder, or opens it as the owner opens such files. */
  revealLogSource: command(
    z.object({
      sourceId: logSourceIdSchema,
      /** The line whose file is meant: it may have been rotated. Left out: the one that is written to. */
      key: logKeySchema.optional(),
      how: z.enum(['folder', 'editor']),
    }),
    nothing,
    ['window'],
  ),
  /** Runs all of the doctor's checks, once; whoever asks meanwhile gets the same report. */
  doctor: command(nothing, doctorReportSchema),
  /** Opens the doctor's window, at one check where one is named. */
  openDoctor: command(z.object({ check: doctorCheckSchema }).optional(), nothing),
  /** Opens the settings, at one field where one is named: "cluster.headAddress". */
  openSettings: command(z.object({ field: z.string().max(200) }).optional(), nothing),
  openActivity: command(nothing, nothing),
  /** What the window that asks was opened at; null: at nothing in particular. */
  takeWindowTarget: command(nothing, windowTargetSchema.nullable(), ['window']),
  /** What was measured, for charts. */
  history: command(historyRequestSchema, historySchema),
  /** Asks the owner for a place and writes there. Answers with the path; null when the owner thought better of it. */
  exportActivity: command(activityExportSchema, z.string().nullable(), ['window']),
  /** `earlier`: those of earlier sessions, too. `reveal` shows what is masked in their names. The newest first within each kind. */
  logsSources: command(
    z.object({ earlier: z.boolean(), reveal: z.boolean().default(false) }),
    z.array(logSourceSchema),
  ),
  /** Opens a view, and says where its anchor is. It closes by itself when nothing is asked of it for five minutes. */
  logsOpen: command(
    z.object({
      query: logQuerySchema,
      search: logSearchSchema.nullable().default(null),
      anchor: logAnchorSchema,
      /** Answers with the rows, too: so many above the anchor, and as many from it on. */
      aroundRows: z
        .number()
        .int()
        .min(0)
        .max(mostRows / 2)
        .optional(),
    }),
    logOpenedSchema,
  ),
  /** Other filters or another search for a view; what is left out stays. Answers with the new place of the anchor. */
  logsChange: command(
    z.object({
      view: logViewIdSchema,
      query: logQuerySchema.optional(),
      search: logSearchSchema.nullable().optional(),
      anchor: logAnchorSchema,
    }),
    logOpenedSchema,
  ),
  /** `reveal` shows what is masked. Rejects with log-view-gone for a view that was closed. */
  logsRows: command(
    z.object({
      view: logViewIdSchema,
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(mostRows),
      reveal: z.boolean().default(false),
    }),
    logRowsSchema,
  ),
  /** The row of a line, of a time, of the newest failure. */
  logsLocate: command(z.object({ view: logViewIdSchema, anchor: logAnchorSchema }), logPlaceSchema),
  /**
   * The next matching row after (or before) a line, or the line's own where it matches; null where there is none. `from` null: from the view's start or end.
   * `counted`: tells its ordinal, too, once all is searched.
   */
  logsMatch: command(
    z.object({
      view: logViewIdSchema,
      from: logKeySchema.nullable(),
      direction: logMatchDirectionSchema,
      counted: z.boolean().default(false),
    }),
    logMatchSchema.nullable(),
  ),
  /**
   * The matching rows after (or before) a line, so many at most, in the view's order; none where there are no more. `from` null: from the view's
   * start or end. `inclusive`: with that line's own row, where it matches. Rejects with log-view-gone where the line's file is in the view no more.
   */
  logsMatches: command(
    z.object({
      view: logViewIdSchema,
      from: logKeySchema.nullable(),
      direction: z.enum(['next', 'previous']),
      inclusive: z.boolean().default(false),
      most: z.number().int().min(1).max(mostRows),
    }),
    z.array(logRowSchema),
    ['socket'],
  ),
  /** The view's rows [fromRow, toRow), the whole entry of one line, or one line, as text: more of it than a row shows. */
  logsText: command(
    z.object({
      view: logViewIdSchema,
      what: z.union([
        z.object({ entryOf: logKeySchema }),
        z.object({ lineOf: logKeySchema }),
        z.object({
          fromRow: z.number().int().min(0),
          toRow: z.number().int().min(0),
          /** The first line and the last one, where they are known: their rows may have other numbers by now. */
          fromLine: logKeySchema.optional(),
          toLine: logKeySchema.optional(),
        }),
      ]),
      reveal: z.boolean().default(false),
    }),
    logTextSchema,
  ),
  /**
   * What came since the last call (the first one: since the view was opened), waiting up to `waitMs` for something. With a search only
   * what it matches.
   */
  logsFollow: command(
    z.object({
      view: logViewIdSchema,
      most: z.number().int().min(1).max(5_000),
      waitMs: z.number().int().min(0).max(30_000),
      reveal: z.boolean().default(false),
    }),
    logFollowSchema,
  ),
  logsClose: command(z.object({ view: logViewIdSchema }), nothing),
  /** Known failures in the view's sources. */
  logsProblems: command(z.object({ view: logViewIdSchema }), logProblemsSchema),
  /** Puts a diagnostics bundle together and keeps it until the next one, or for ten minutes. */
  logsBundlePreview: command(nothing, logBundlePreviewSchema),
  /** Asks the owner for a place and writes a bundle there. Answers with the path; null when the owner thought better of it. */
  saveLogBundle: command(z.object({ id: logBundleIdSchema }), z.string().nullable(), ['window']),
  openDashboard: command(nothing, nothing),
  openPopover: command(nothing, nothing),
  /** Tells main how tall the popover's content is, so that its window fits. */
  popoverResized: command(z.object({ heightPx: z.number().int().min(40).max(1200) }), nothing, ['window']),
  closeWindow: command(nothing, nothing, ['window']),
  /** `worker`: what becomes of a contributing worker; left out, the settings (or a question) decide. `leaves`: false where the owner called it off. */
  quit: command(
    z.object({ worker: z.enum(['drain', 'keep']).optional() }).optional(),
    z.object({ leaves: z.boolean() }),
  ),
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>;
export type CommandHandlers = {
  [N in CommandName]: (input: z.output<(typeof commands)[N]['input']>) => Promise<CommandOutput<N>>;
};

/** Every event that main sends by itself. */
export const events = {
  snapshot: snapshotSchema,
  delta: snapshotDeltaSchema,
  notice: noticeSchema,
  /** A log view changed; every window that listens hears of all views and minds its own. */
  logView: logViewStateSchema,
  /** The log window that is there was asked for, perhaps for something else; null: its owner closed it, and it is kept ready. */
  logsTarget: logsTargetSchema.nullable(),
  /** The window that is open was asked for again, at this place. */
  windowTarget: windowTargetSchema,
  theme: z.enum(['light', 'dark']),
} as const;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;

/** What a window finds at `window.raybar`; the preload bridge is nothing but this. */
export interface RaybarBridge {
  /** Whose numbers and times the page writes: the system's locale, "en-DE". Left out: Intl's default. */
  readonly locale?: string;
  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>;
  subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}

/** The control socket's messages, one JSON object per WebSocket text frame. */
export const socketRequestSchema = z.object({
  id: z.number().int(),
  command: z.string(),
  input: z.unknown().optional(),
});
export const socketResponseSchema = z.object({
  id: z.number().int(),
  result: z.union([
    // Absent for a command without an answer: JSON has no undefined.
    z.object({ type: z.literal('success'), value: z.unknown().optional() }),
    z.object({ type: z.literal('error'), error: raybarErrorSchema }),
  ]),
});

/** Asks for snapshots: one at once and one after every change, as socketEventSchema. A slow reader gets fewer. */
export const socketSubscriptionSchema = z.strictObject({ subscribe: z.literal('snapshot') });
export const socketEventSchema = z.object({ event: z.literal('snapshot'), payload: snapshotSchema });

import { z } from 'zod';
import type { DoctorCheck } from './doctor';
import { errorCodes } from './errors';
import { logKeySchema, logSourceIdSchema } from './log-views';
import { logLevelSchema } from './logs';

/** What is known to go wrong with Ray and macOS, as logs tell it. The id is stable. */
export const logProblemIds = [
  'node-dead',
  'head-unreachable',
  'version-mismatch',
  'token',
  'own-address',
  'raylet-died',
  'workers-not-registered',
  'worker-died',
  'process-crashed',
  'task-failed',
  'import-failed',
  'mps-out-of-memory',
  'ray-out-of-memory',
  'out-of-memory',
  'object-store-full',
  'disk-full',
  'open-files',
  'open-files-limit',
  'process-limit',
  'nfs-stale',
  'port-taken',
] as const;
export const logProblemIdSchema = z.enum(logProblemIds);
export type LogProblemId = z.infer<typeof logProblemIdSchema>;

/** The doctor's checks that problems lead to. */
export const logProblemChecks = [
  'open-files',
  'memory',
  'disk',
  'network',
  'model-cache',
  'python',
] as const satisfies readonly DoctorCheck[];

/** The line that told of it. */
export const logProblemPlaceSchema = z.object({ key: logKeySchema, sourceId: logSourceIdSchema });
export type LogProblemPlace = z.infer<typeof logProblemPlaceSchema>;

/** One kind of failure in the logs, however often it was told. */
export const logProblemSchema = z.object({
  /** Names the group: the id, and whom it is about. */
  key: z.string(),
  id: logProblemIdSchema,
  level: logLevelSchema,
  title: z.string(),
  explanation: z.string(),
  /** What the owner can do; the first is the likeliest to help. */
  fixes: z.array(z.string()),
  /** The task, actor or module that it is about; null where it is about the machine. */
  subject: z.string().nullable(),
  /** What the newest of them says in particular: "ValueError: the batch has no weights", "cluster Ray 2.53.0, here 2.52.0". */
  detail: z.string().nullable(),
  link: z
    .union([z.object({ doctorCheck: z.enum(logProblemChecks) }), z.object({ errorCode: z.enum(errorCodes) })])
    .nullable(),
  count: z.number().int().positive(),
  /** Ms since the epoch; null where their lines have no time. */
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  first: logProblemPlaceSchema,
  last: logProblemPlaceSchema,
});
export type LogProblem = z.infer<typeof logProblemSchema>;

export const logProblemsSchema = z.object({
  /** The gravest first, then the newest. */
  problems: z.array(logProblemSchema),
  /** 0 to 1: how much of the view's sources was looked through. */
  searchedShare: z.number(),
});
export type LogProblems = z.infer<typeof logProblemsSchema>;

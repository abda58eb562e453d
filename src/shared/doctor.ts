import { z } from 'zod';
import { errorCodes } from './errors';

/** What the doctor looks at, in the order of its report. The ids are stable: problems in the logs, scripts and docs name them. */
export const doctorChecks = [
  'worker',
  'settings',
  'python',
  'network',
  'head',
  'token',
  'versions',
  'dashboard',
  'ports',
  'open-files',
  'memory',
  'gpu',
  'disk',
  'model-cache',
  'app',
] as const;
export const doctorCheckSchema = z.enum(doctorChecks);
export type DoctorCheck = (typeof doctorChecks)[number];

/** `unavailable`: it could not be judged, for the reason that is told; that is no fault. */
export const doctorStatuses = ['ok', 'warning', 'failed', 'unavailable'] as const;
export type DoctorStatus = (typeof doctorStatuses)[number];

/** What a button beside a finding does. */
export const doctorActionSchema = z.discriminatedUnion('kind', [
  /** Opens the settings at a field, e.g. "cluster.headAddress". */
  z.object({ kind: z.literal('settings'), field: z.string() }),
  z.object({ kind: z.literal('logs') }),
  z.object({ kind: z.literal('activity') }),
  /** A shell command for the owner to run: Raybar has no right to, or no business in it. */
  z.object({ kind: z.literal('copy'), command: z.string() }),
]);
export type DoctorAction = z.infer<typeof doctorActionSchema>;

export const doctorFindingSchema = z.object({
  check: doctorCheckSchema,
  status: z.enum(doctorStatuses),
  /** Where the fault is one that has a code. */
  code: z.enum(errorCodes).nullable(),
  /** What was looked at, e.g. "Read the limits that Ray’s processes inherit". */
  tried: z.string(),
  /** What was found, in plain words; the reason of an `unavailable`. */
  found: z.string(),
  /** What the owner can do; the first is the likeliest to help. None where all is well. */
  fixes: z.array(z.string()),
  actions: z.array(doctorActionSchema),
});
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;

export const doctorReportSchema = z.object({
  /** When the checks ended, ms since the epoch. */
  at: z.number(),
  durationMs: z.number().nonnegative(),
  /** BCP 47: how times are written in the findings, and so in all of the report. */
  locale: z.string(),
  /** One of each check. */
  findings: z.array(doctorFindingSchema),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

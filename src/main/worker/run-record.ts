import { join } from 'node:path';
import { z } from 'zod';
import { drainWhySchema, nodeIdSchema } from '../../shared/worker-state';
import { processIdentitySchema } from '../system/process-identity';
import type { JoinPlan } from './join-plan';

/**
 * What is kept on disk of a running worker, so that the next Raybar finds it, believes it and can drain it: with the
 * app killed, updated or restarted the worker runs on, and no task notices. Holds no secret: the token stays in its file.
 */
export const runRecordSchema = z.object({
  version: z.literal(1),
  /** Fresh for every join; on the node as a label and in every process's environment. */
  label: z.string().min(8),
  startedAt: z.number(),
  /** The interpreter that it was started with. */
  python: z.string(),
  headAddress: z.string(),
  rayVersion: z.string(),
  tokenFile: z.string().nullable(),
  dashboardUrl: z.string().nullable(),
  embedded: z.boolean(),
  logFile: z.string(),
  /** `ray start` itself; null for the moment between the decision to start it and its pid. */
  root: processIdentitySchema.nullable(),
  raylet: processIdentitySchema.nullable(),
  nodeId: nodeIdSchema.nullable(),
  joinedAt: z.number().nullable(),
  drain: z
    .object({
      why: drainWhySchema,
      since: z.number(),
      deadlineAt: z.number(),
      acceptedAt: z.number().nullable(),
    })
    .nullable(),
});

export type RunRecord = z.infer<typeof runRecordSchema>;

/** The file's content: a record, or the word that nothing runs. */
export const runRecordFileSchema = runRecordSchema.nullable();

/** The record of a run that is about to be started. */
export function newRunRecord(plan: JoinPlan, label: string, logDirectory: string, now: number): RunRecord {
  const { python, headAddress, rayVersion, tokenFile, dashboardUrl, embedded } = plan;
  return {
    version: 1,
    label,
    startedAt: now,
    python,
    headAddress,
    rayVersion,
    tokenFile,
    dashboardUrl,
    embedded,
    logFile: join(logDirectory, 'ray-start.log'),
    root: null,
    raylet: null,
    nodeId: null,
    joinedAt: null,
    drain: null,
  };
}

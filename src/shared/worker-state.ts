import { z } from 'zod';
import { raybarErrorSchema, type RaybarError } from './errors';

/** A Ray node id: 28 bytes as 56 hex digits. A drain sent for anything else aborts the whole head. */
export const nodeIdSchema = z.string().regex(/^[0-9a-f]{56}$/, 'a node id is 56 hex digits');

/** Why the worker leaves; it decides the deadline and what is shown. */
export const drainWhySchema = z.enum(['owner', 'pause', 'sleep', 'quit', 'settings', 'leave-now']);
export type DrainWhy = z.infer<typeof drainWhySchema>;

/**
 * How much of the machine the cluster gets while contributing. Only `full` is decided today; the others are the
 * levels that lending around the owner's work will use.
 */
export const levelSchema = z.enum(['full', 'background', 'held']);
export type Level = z.infer<typeof levelSchema>;

/** `installing` is the one step that takes minutes: Ray is being put into Raybar's own Python environment. */
export const preparingSteps = ['environment', 'installing', 'embedded-head', 'head', 'versions'] as const;
export type PreparingStep = (typeof preparingSteps)[number];

/**
 * What is (never what is wanted: that is the snapshot's `wish` and `decision`). Every time is in ms since the epoch.
 * "contributing" is said only while the raylet lives, the head says ALIVE, and both were seen within seconds.
 */
export const workerStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off') }),
  z.object({
    kind: z.literal('preparing'),
    attempt: z.number().int(),
    step: z.enum(preparingSteps),
    since: z.number(),
    deadlineAt: z.number(),
  }),
  z.object({
    kind: z.literal('joining'),
    attempt: z.number().int(),
    step: z.enum(['starting', 'registering']),
    label: z.string(),
    since: z.number(),
    deadlineAt: z.number(),
    /** True for a running worker that was found: the head may know it, and tasks may be at work in it. */
    adopted: z.boolean(),
  }),
  z.object({
    kind: z.literal('contributing'),
    level: levelSchema,
    label: z.string(),
    nodeId: nodeIdSchema,
    since: z.number(),
    /** True when a running worker was found and taken over rather than started. */
    adopted: z.boolean(),
  }),
  z.object({
    kind: z.literal('lost'),
    label: z.string(),
    nodeId: nodeIdSchema,
    since: z.number(),
    /** `head-gone`: a head that Raybar runs itself ended, or its address left this machine; it is started anew. */
    cause: z.enum(['head-silent', 'head-gone', 'node-dead']),
    error: raybarErrorSchema,
  }),
  z.object({
    kind: z.literal('draining'),
    why: drainWhySchema,
    label: z.string(),
    nodeId: nodeIdSchema,
    since: z.number(),
    /** When the head took the drain, or null while it has not answered. */
    acceptedAt: z.number().nullable(),
    deadlineAt: z.number(),
    /** How many tasks were busy here when the drain began; left out where that was not known. */
    tasksAtStart: z.number().int().optional(),
    /** There while the head does not answer; the drain goes on without it. */
    error: raybarErrorSchema.optional(),
  }),
  z.object({
    kind: z.literal('leaving'),
    why: drainWhySchema.or(z.literal('failure')),
    step: z.enum(['terminating', 'killing']),
    since: z.number(),
    deadlineAt: z.number(),
  }),
  z.object({
    kind: z.literal('backoff'),
    attempt: z.number().int(),
    since: z.number(),
    retryAt: z.number(),
    error: raybarErrorSchema,
  }),
  z.object({
    kind: z.literal('failed'),
    since: z.number(),
    error: raybarErrorSchema,
    /** The first and last lines that the worker wrote, for the report. */
    lastLines: z.array(z.string()),
  }),
  z.object({ kind: z.literal('asleep'), since: z.number() }),
  z.object({ kind: z.literal('waking'), since: z.number(), deadlineAt: z.number() }),
]);

export type WorkerState = z.infer<typeof workerStateSchema>;
export type WorkerStateKind = WorkerState['kind'];
export type WorkerStateOf<K extends WorkerStateKind> = Extract<WorkerState, { kind: K }>;

/** What is wrong, where the state carries that; else null. */
export const workerError = (worker: WorkerState): RaybarError | null =>
  'error' in worker ? (worker.error ?? null) : null;

/** Every kind there is, in the order of a worker's life. */
export const workerStateKinds: readonly WorkerStateKind[] = workerStateSchema.options.map(
  ({ shape }) => shape.kind.value,
);

import { z } from 'zod';
import { raybarErrorSchema } from './errors';
import { settingsSchema } from './settings';
import { processUseSchema, telemetrySchema } from './telemetry';
import { workerStateSchema } from './worker-state';

/** One thing that the cluster runs here. */
export const taskRowSchema = z.object({
  /** Ray's task or actor id where the head told it; else `pid:PID`. */
  id: z.string(),
  kind: z.enum(['task', 'actor']),
  /** The function's or the class's name. */
  name: z.string(),
  pid: z.number().int().nullable(),
  /** An idle actor is here but keeps nobody waiting. */
  busy: z.boolean(),
  startedAt: z.number().nullable(),
  /** Ray resources that it holds, e.g. {"gpu_apple_mps": 1}; null where only the process is known. */
  resources: z.record(z.string(), z.number()).nullable(),
  use: processUseSchema,
});
export type TaskRow = z.infer<typeof taskRowSchema>;

const bytes = z.number().nonnegative();

export const snapshotSchema = z.object({
  /** Counts up with every change; a window that misses one asks for the whole again. */
  seq: z.number().int(),
  app: z.object({
    version: z.string(),
    electron: z.string(),
    platform: z.string(),
    stateDirectory: z.string(),
    logDirectory: z.string(),
  }),
  machine: z.object({
    hostname: z.string(),
    /** e.g. "Apple M4 Pro". */
    chip: z.string(),
    cpuCount: z.number().int(),
    memoryBytes: bytes,
    appleSilicon: z.boolean(),
  }),
  /** What the owner asked for. */
  wish: z.object({ contribute: z.boolean(), pausedUntil: z.number().nullable() }),
  /** What policy made of it: in or out, why, and when that may change by itself. */
  decision: z.object({
    wanted: z.enum(['in', 'out']),
    why: z.string(),
    next: z.string().nullable(),
    changesAt: z.number().nullable(),
  }),
  worker: workerStateSchema,
  cluster: z.object({
    kind: z.enum(['none', 'embedded', 'address']),
    /** What the surfaces call it: "this machine", or the head's host. */
    name: z.string(),
    headAddress: z.string().nullable(),
    dashboardUrl: z.string().nullable(),
    rayVersion: z.string().nullable(),
    /** What does not work now and why, e.g. "The dashboard does not answer: task names and times come from this machine's processes." */
    missing: z.array(z.string()),
  }),
  /** What the cluster runs here, oldest first. */
  tasks: z.array(taskRowSchema),
  telemetry: telemetrySchema,
  /** What stands beside the tray's icon, as the settings want it. */
  trayTitle: settingsSchema.shape.tray.shape.title,
  /** True while Raybar keeps the machine from falling asleep by itself. */
  keepingAwake: z.boolean(),
  /** What is wrong beside the worker: settings that could not be read, a state file set aside. */
  problems: z.array(raybarErrorSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** A change of the snapshot: whole top-level parts, keyed as in the snapshot. `seq` is the new one; it follows `base`. */
export const snapshotDeltaSchema = z.object({
  base: z.number().int(),
  changes: snapshotSchema.partial().required({ seq: true }),
});
export type SnapshotDelta = z.infer<typeof snapshotDeltaSchema>;

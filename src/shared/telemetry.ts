import { z } from 'zod';
import type { Unavailable } from './reading';

// Apart, because the popover asks it and needs no zod.
export { isAvailable, isUnavailable, type Reading, type Unavailable } from './reading';

export const unavailableSchema = z.object({ unavailable: z.string() }) satisfies z.ZodType<Unavailable>;

const bytes = z.number().nonnegative();
const bytesPerSecond = z.number().nonnegative();
const percent = z.number().min(0).max(100);

/** Of one process or several: 100 is one core, as Activity Monitor and `ps` count it. */
const cpuOfProcesses = z.number().nonnegative();

/** Apple's GPU as IOAccelerator's PerformanceStatistics tell it. */
export const gpuSchema = z.object({
  /** e.g. "Apple M4 Pro". */
  model: z.string().or(unavailableSchema),
  coreCount: z.number().int().positive().or(unavailableSchema),
  devicePercent: percent.or(unavailableSchema),
  rendererPercent: percent.or(unavailableSchema),
  tilerPercent: percent.or(unavailableSchema),
  /** Unified memory that the GPU uses now; part of apps and wired memory, not beside them. */
  inUseBytes: bytes.or(unavailableSchema),
  allocatedBytes: bytes.or(unavailableSchema),
  /** How much of unified memory the GPU may hold. `estimated`: by the system's default rule, not told by the system. */
  limit: z.object({ bytes, estimated: z.boolean() }).or(unavailableSchema),
});
export type GpuReadings = z.infer<typeof gpuSchema>;

/** Unified memory in the parts that Activity Monitor shows. The five parts after `usedBytes` add up to the total. */
export const memorySchema = z.object({
  totalBytes: bytes,
  /** App, wired and compressed together: Activity Monitor's "Memory Used". */
  usedBytes: bytes,
  appBytes: bytes,
  wiredBytes: bytes,
  compressedBytes: bytes,
  cachedBytes: bytes,
  freeBytes: bytes,
  pageBytes: z.number().int().positive(),
});
export type MemoryReadings = z.infer<typeof memorySchema>;

export const swapSchema = z.object({
  usedBytes: bytes,
  /** macOS makes swap files as it needs them: the total grows with use. */
  totalBytes: bytes.or(unavailableSchema),
  inBytesPerSecond: bytesPerSecond.or(unavailableSchema),
  outBytesPerSecond: bytesPerSecond.or(unavailableSchema),
});

export const pressureLevels = ['normal', 'warning', 'critical'] as const;
export type PressureLevel = (typeof pressureLevels)[number];

export const telemetrySchema = z.object({
  /** When these readings were taken; null before the first sample. */
  at: z.number().nullable(),
  gpu: gpuSchema.or(unavailableSchema),
  memory: memorySchema.or(unavailableSchema),
  pressure: z.enum(pressureLevels).or(unavailableSchema),
  swap: swapSchema.or(unavailableSchema),
  cpu: z.object({
    /** Of all cores together. */
    percent: percent.or(unavailableSchema),
    efficiencyPercent: percent.or(unavailableSchema),
    performancePercent: percent.or(unavailableSchema),
  }),
  network: z
    .object({ receivedBytesPerSecond: bytesPerSecond, sentBytesPerSecond: bytesPerSecond })
    .or(unavailableSchema),
  /**
   * What the machine's own counters grew by since Raybar was started, for Prometheus. They never go back: an interface
   * that is taken away takes nothing with it.
   */
  counted: z.object({
    network: z.object({ receivedBytes: bytes, sentBytes: bytes }).or(unavailableSchema),
    swap: z.object({ inBytes: bytes, outBytes: bytes }).or(unavailableSchema),
  }),
  /** The volume that holds the models' cache. */
  modelCacheDisk: z.object({ path: z.string(), freeBytes: bytes, totalBytes: bytes }).or(unavailableSchema),
  thermal: z
    .object({
      throttled: z.boolean(),
      /** Of the CPU's full speed; only where the machine tells it. */
      speedLimitPercent: percent.or(unavailableSchema),
    })
    .or(unavailableSchema),
  power: z
    .object({ source: z.enum(['mains', 'battery']), batteryPercent: percent.or(unavailableSchema) })
    .or(unavailableSchema),
  /** All processes of the worker together: raylet, agents, tasks and actors. */
  worker: z
    .object({
      cpuPercent: cpuOfProcesses.or(unavailableSchema),
      memoryBytes: bytes.or(unavailableSchema),
      processCount: z.number().int().nonnegative(),
    })
    .or(unavailableSchema),
  /** What the sampling itself costs. */
  sampler: z.object({
    sampleCount: z.number().int().nonnegative(),
    /** How long the last sample took. */
    durationMs: z.number().nonnegative(),
    /** Commands of the OS that the last sample started. */
    commandCount: z.number().int().nonnegative(),
    /** Commands that were ended because they did not come back, since the app started. */
    hungCommandCount: z.number().int().nonnegative(),
  }),
});
export type Telemetry = z.infer<typeof telemetrySchema>;

/** What a task's or an actor's process uses. */
export const processUseSchema = z.object({
  cpuPercent: cpuOfProcesses.or(unavailableSchema),
  /** Its own memory: what would be given back if it ended. Pages that it shares with others (the object store) are not in it. */
  memoryBytes: bytes.or(unavailableSchema),
});
export type ProcessUse = z.infer<typeof processUseSchema>;

const notYet = (): Unavailable => ({ unavailable: 'not measured yet' });

/** Of a process that was not measured yet. */
export const unknownUse: ProcessUse = { cpuPercent: notYet(), memoryBytes: notYet() };

/** Before the first sample. */
export const noTelemetry: Telemetry = {
  at: null,
  gpu: notYet(),
  memory: notYet(),
  pressure: notYet(),
  swap: notYet(),
  cpu: { percent: notYet(), efficiencyPercent: notYet(), performancePercent: notYet() },
  network: notYet(),
  counted: { network: notYet(), swap: notYet() },
  modelCacheDisk: notYet(),
  thermal: notYet(),
  power: notYet(),
  worker: notYet(),
  sampler: { sampleCount: 0, durationMs: 0, commandCount: 0, hungCommandCount: 0 },
};

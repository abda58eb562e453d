import { z } from 'zod';

/** How far back, and how fine: 1 s for 10 min, 10 s for 3 h, 1 min for 24 h. */
export const historySpans = {
  '10min': { stepMs: 1_000, lengthMs: 600_000 },
  '3h': { stepMs: 10_000, lengthMs: 10_800_000 },
  '24h': { stepMs: 60_000, lengthMs: 86_400_000 },
} as const;
export type HistorySpan = keyof typeof historySpans;

/** What is kept, each with its unit in its name. A coarser column is the mean of the finer ones in it. */
export const historySeries = [
  'gpuPercent',
  'gpuInUseBytes',
  'memoryUsedBytes',
  'memoryAppBytes',
  'memoryWiredBytes',
  'memoryCompressedBytes',
  'memoryCachedBytes',
  'swapUsedBytes',
  /** 0 normal, 1 warning, 2 critical; a column holds the highest. */
  'pressureLevel',
  'cpuPercent',
  'workerCpuPercent',
  'workerMemoryBytes',
  'networkReceivedBytesPerSecond',
  'networkSentBytesPerSecond',
] as const;
export type HistorySeries = (typeof historySeries)[number];

export const historyMarkSchema = z.object({
  at: z.number(),
  kind: z.enum(['joined', 'left', 'draining', 'lost', 'rejoined', 'asleep', 'awake', 'failed']),
  /** In the owner's words, e.g. "Drained before sleep". */
  text: z.string(),
});
export type HistoryMark = z.infer<typeof historyMarkSchema>;

export const spanNames = ['10min', '3h', '24h'] as const satisfies readonly HistorySpan[];

export const historyRequestSchema = z.object({
  span: z.enum(spanNames),
  /** Only what is younger than this, for a window that already has the rest; null for all. */
  after: z.number().nullable(),
});
export type HistoryRequest = z.infer<typeof historyRequestSchema>;

export const historySchema = z.object({
  span: z.enum(spanNames),
  stepMs: z.number(),
  /**
   * When each column begins, oldest first, multiples of `stepMs`. Times at which nothing was sampled are left out, and so is the column
   * that is not over yet: what was told once does not change.
   */
  at: z.array(z.number()),
  /** One array a series, as long as `at`; null where the machine did not tell. */
  series: z.record(z.enum(historySeries), z.array(z.number().nullable())),
  marks: z.array(historyMarkSchema),
});
export type History = z.infer<typeof historySchema>;

import { z } from 'zod';
import { longestDrainDeadlineMs } from './drain-deadlines';
import { whyOwnVariable } from './own-variables';

/** The settings' shape. Adding a version means adding a step to settings-migrations.ts. */
export const settingsVersion = 2;

/** `host:port`, an IPv6 host in brackets. A scheme or a path is somebody pasting a URL, and is refused. */
export const headAddressSchema = z
  .string()
  .trim()
  .regex(/^(\[[0-9a-fA-F:.%]+\]|[A-Za-z0-9._-]+):\d{1,5}$/, 'write it as host:port, e.g. 10.0.0.5:6379')
  .refine((address) => {
    const port = Number(address.slice(address.lastIndexOf(':') + 1));
    return port >= 1 && port <= 65_535;
  }, 'a port is between 1 and 65535');

const httpAddressSchema = z
  .string()
  .trim()
  .regex(/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, 'write it as http://host:port');

/** An absolute path, or one that begins with `~/`. */
const pathSchema = z
  .string()
  .trim()
  .regex(/^(\/|~\/).*/, 'write an absolute path');

const environmentNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a variable is letters, digits and _')
  .superRefine((name, context) => {
    const why = whyOwnVariable(name);
    if (why !== null) context.addIssue({ code: 'custom', message: `${name} can’t be set here: ${why}` });
  });

/**
 * Ray's own resource names must not be set by hand: it refuses the first four in --resources, and gives each node its `node:ADDRESS`. A
 * comma parts one resource from the next on the raylet's command line: with one in a name the raylet ends, and `ray start` waits
 * for it in vain (measured with Ray 2.53.0).
 */
const resourceNameSchema = z
  .string()
  .min(1)
  .refine((name) => !['CPU', 'GPU', 'memory', 'object_store_memory'].includes(name), {
    message: 'CPU, GPU, memory and object_store_memory have settings of their own',
  })
  .refine((name) => !name.startsWith('node:'), 'names that begin with node: are Ray’s own')
  .refine((name) => !name.includes(','), 'a resource’s name has no comma');

const auto = z.literal('auto');

export const clusterSchema = z.discriminatedUnion('kind', [
  /** Nothing chosen yet: nothing is joined. */
  z.strictObject({ kind: z.literal('none') }),
  /** A head on this machine that Raybar runs itself ("Try it here"). */
  z.strictObject({ kind: z.literal('embedded') }),
  z.strictObject({
    kind: z.literal('address'),
    headAddress: headAddressSchema,
    /** `null`: asked of the head itself; without one the app still works and says what is missing. */
    dashboardAddress: httpAddressSchema.nullable(),
    /** A file that holds the cluster's token; `null` for a head without auth. The token itself is never stored here. */
    tokenFile: pathSchema.nullable(),
  }),
]);

export const settingsSchema = z.strictObject({
  version: z.literal(settingsVersion),
  cluster: clusterSchema,
  worker: z.strictObject({
    /** auto: the address of the interface that routes to the head. */
    nodeIpAddress: auto.or(z.ipv4()).or(z.ipv6()),
    /** auto: all logical CPUs. */
    cpus: auto.or(z.number().int().min(0).max(1024)),
    /** auto: 1 on Apple Silicon, else 0. `ray start` takes whole ones; tasks may ask for shares. */
    gpus: auto.or(z.number().int('Ray takes whole GPUs').min(0).max(64)),
    /**
     * auto: {"gpu_apple_mps": 1} on Apple Silicon, else none. Tasks may ask for shares, to 0.0001; a node has whole ones ("Resource
     * quantities must all be whole numbers": ray start ends with that).
     */
    resources: auto.or(
      z.record(
        resourceNameSchema,
        z
          .number()
          .refine(Number.isInteger, 'a node has whole ones; tasks may ask for shares')
          .min(0)
          .max(1e12),
      ),
    ),
    /** Ray node labels beside the one that Raybar sets itself. */
    labels: z.record(
      z
        .string()
        .regex(
          /^([A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
          'a label key is letters, digits, . _ and -, at most 63, after one prefix and / if you like',
        )
        .refine((key) => !key.startsWith('ray.io/'), 'labels that begin with ray.io/ are Ray’s own')
        .refine((key) => !key.startsWith('io.raybar/'), 'labels that begin with io.raybar/ are Raybar’s own'),
      z
        .string()
        .regex(/^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/, 'a label value is letters, digits, . _ and -')
        .max(63),
    ),
    /** auto: Ray's own rule (30 % of memory, at most 2 GiB on macOS). */
    objectStoreBytes: auto.or(
      z
        .number()
        .int()
        .min(78_643_200)
        .max(2 ** 43),
    ),
    /** auto: the environment that Raybar prepares. */
    pythonEnvironment: auto.or(pathSchema),
    environment: z.record(environmentNameSchema, z.string().max(32_768)),
  }),
  drain: z.strictObject({
    /** How long running tasks may go on after "stop contributing". Raybar enforces it: Ray does not. */
    deadlineMs: z.number().int().min(15_000).max(longestDrainDeadlineMs),
  }),
  power: z.strictObject({
    /** While cluster tasks run here this machine does not fall asleep by itself. */
    keepAwakeWhileTasksRun: z.boolean(),
  }),
  tray: z.strictObject({
    /** What stands beside the icon in the menu bar. */
    title: z.enum(['none', 'gpu', 'memory']),
  }),
  telemetry: z.strictObject({
    /** Whose volume's free space is shown. auto: HF_HOME of the worker's environment, else ~/.cache/huggingface. */
    modelCacheDirectory: auto.or(pathSchema),
  }),
  metrics: z.strictObject({
    /** Serves /metrics for Prometheus. */
    enabled: z.boolean(),
    /** The address to listen on. Other machines reach it only when this is not loopback. */
    host: z.ipv4().or(z.ipv6()),
    port: z.number().int().min(1).max(65_535),
    /** For a machine that Prometheus can't reach. */
    push: z.strictObject({
      /** The Pushgateway's address; null: nothing is pushed. */
      url: httpAddressSchema.nullable(),
      intervalMs: z.number().int().min(1_000).max(3_600_000),
      job: z.string().min(1).max(200),
      /** auto: this machine's host name. */
      instance: auto.or(z.string().min(1).max(200)),
    }),
  }),
  /** What Quit does with a worker that contributes. */
  quit: z.enum(['ask', 'drain', 'keep']),
});

export type Settings = z.infer<typeof settingsSchema>;
export type ClusterSettings = Settings['cluster'];

// Apart, because the popover tells it and needs no zod.
export { leaveNowDeadlineMs } from './drain-deadlines';

export const defaultSettings: Settings = {
  version: settingsVersion,
  cluster: { kind: 'none' },
  worker: {
    nodeIpAddress: 'auto',
    cpus: 'auto',
    gpus: 'auto',
    resources: 'auto',
    labels: {},
    objectStoreBytes: 'auto',
    pythonEnvironment: 'auto',
    environment: {},
  },
  drain: { deadlineMs: 600_000 },
  power: { keepAwakeWhileTasksRun: true },
  tray: { title: 'none' },
  telemetry: { modelCacheDirectory: 'auto' },
  metrics: {
    enabled: false,
    host: '127.0.0.1',
    port: 9851,
    push: { url: null, intervalMs: 15_000, job: 'raybar', instance: 'auto' },
  },
  quit: 'ask',
};

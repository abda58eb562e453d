import { z } from 'zod';

/** A folder with logs. Only files below such a folder are ever opened. */
export const logFolderSchema = z.object({
  /** `raybar`: Raybar's own and `ray start`'s output; `session`: a Ray session's `logs`; `jobs`: what heads told of jobs. */
  kind: z.enum(['raybar', 'session', 'jobs']),
  path: z.string(),
  /** The session's name; null for Raybar's own. */
  session: z.string().nullable(),
  current: z.boolean(),
});
export type LogFolder = z.infer<typeof logFolderSchema>;

/** Where logs are, and whose processes run: the core tells the engine, anew whenever it changes. */
export const logPlacesSchema = z.object({
  folders: z.array(logFolderSchema),
  /** Ray's temp directories: each has a folder for every session there was. */
  temporaryDirectories: z.array(z.string()),
  /** What the processes of this worker run, by pid: "train_step". */
  tasks: z.array(z.object({ pid: z.number(), name: z.string() })),
  /** What job ids in logs' names stand for: "python train.py". */
  jobs: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Beside the usual ones, to be masked. */
  homes: z.array(z.string()),
  /** The cluster's tokens, as they are: to be masked. */
  secrets: z.array(z.string()),
});
export type LogPlaces = z.infer<typeof logPlacesSchema>;

export const noPlaces: LogPlaces = {
  folders: [],
  temporaryDirectories: [],
  tasks: [],
  jobs: [],
  homes: [],
  secrets: [],
};

import { z } from 'zod';

// A diagnostics bundle: what an owner sends to somebody who helps. It is shown before it is saved, and what is saved is what was shown.

export const logBundleIdSchema = z.string().regex(/^b\d{1,10}$/);

/** The most characters of a file that a preview shows. */
export const mostPreviewText = 65_536;

export const logBundleFileSchema = z.object({
  /** Its name in the zip: "settings.json", "logs/raylet.out". */
  name: z.string(),
  /** e.g. "Raybar’s settings, without their secrets". */
  what: z.string(),
  /** Uncompressed. */
  bytes: z.number().int().nonnegative(),
  /** Its contents as they would be saved, masked, up to `mostPreviewText` characters; of a longer log these are its last. */
  text: z.string(),
  truncated: z.boolean(),
});
export type LogBundleFile = z.infer<typeof logBundleFileSchema>;

export const logBundlePreviewSchema = z.object({
  id: logBundleIdSchema,
  files: z.array(logBundleFileSchema),
  /** What could not be had and why, e.g. "The head does not answer: no logs of its jobs." */
  missing: z.array(z.string()),
});
export type LogBundlePreview = z.infer<typeof logBundlePreviewSchema>;

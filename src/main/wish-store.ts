import { z } from 'zod';

/** What the owner asked for with the switch, kept over restarts: a pause ends at its time even if Raybar was restarted. */
export const wishSchema = z.object({
  version: z.literal(1),
  contribute: z.boolean(),
  pausedUntil: z.number().nullable(),
});
export type Wish = z.infer<typeof wishSchema>;

export const noWish: Wish = { version: 1, contribute: false, pausedUntil: null };

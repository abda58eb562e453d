import { z } from 'zod';
import { raybarErrorSchema } from './errors';

/** What the connection's test asks of this machine and of the head, in this order. */
export const connectionQuestions = [
  'python environment',
  'own address',
  'head',
  'token',
  'versions',
  'dashboard',
] as const;

export const connectionReportSchema = z.object({
  /** What was found, in the order it was asked; the first that is not ok carries the error. */
  checks: z.array(
    z.object({
      name: z.enum(['settings', ...connectionQuestions]),
      ok: z.boolean(),
      detail: z.string(),
    }),
  ),
  error: raybarErrorSchema.nullable(),
});
export type ConnectionReport = z.infer<typeof connectionReportSchema>;

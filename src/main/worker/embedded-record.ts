import { z } from 'zod';
import { embeddedHeadSchema } from '../ray/embedded-head';
import { processIdentitySchema } from '../system/process-identity';

/** What is kept on disk of the embedded head, so that the next Raybar finds it. The token is in its own 0600 file. */
export const headRecordSchema = z.object({
  version: z.literal(1),
  startedAt: z.number(),
  logFile: z.string(),
  root: processIdentitySchema.nullable(),
  head: embeddedHeadSchema,
});

export type HeadRecord = z.infer<typeof headRecordSchema>;
export const headRecordFileSchema = headRecordSchema.nullable();

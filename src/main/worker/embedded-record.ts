import { z } from 'zod';
import { processIdentitySchema } from '../system/process-identity';

/** What is kept on disk of the embedded head, so that the next Raybar finds it. The token is in its own 0600 file. */
export const headRecordSchema = z.object({
  version: z.literal(1),
  startedAt: z.number(),
  logFile: z.string(),
  root: processIdentitySchema.nullable(),
  head: z.object({
    headAddress: z.string(),
    nodeIpAddress: z.string(),
    gcsPort: z.number().int(),
    dashboardPort: z.number().int(),
    clientServerPort: z.number().int(),
    dashboardUrl: z.string(),
    agentListenPort: z.number().int(),
    temporaryDirectory: z.string(),
    tokenFile: z.string(),
    label: z.string().min(8),
  }),
});

export type HeadRecord = z.infer<typeof headRecordSchema>;
export const headRecordFileSchema = headRecordSchema.nullable();

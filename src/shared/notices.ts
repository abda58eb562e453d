import { z } from 'zod';
import { logsTargetSchema } from './log-views';

/** What an owner is told by a notification, and what its one action does. */
export const noticeSchema = z.object({
  id: z.enum([
    'joined',
    'lost',
    'rejoined',
    'drain-done',
    'failed',
    'settings',
    'memory-pressure',
    'swap',
    'mps-out-of-memory',
    'task-failed',
  ]),
  title: z.string(),
  body: z.string(),
  action: z.enum(['open-popover', 'open-logs', 'open-settings', 'open-activity', 'drain']),
  /** Where `open-logs` leads, where that is known better than “what failed last”. */
  logs: logsTargetSchema.optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

import { z } from 'zod';

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
  ]),
  title: z.string(),
  body: z.string(),
  action: z.enum(['open-popover', 'open-logs', 'open-settings', 'open-activity', 'drain']),
});
export type Notice = z.infer<typeof noticeSchema>;

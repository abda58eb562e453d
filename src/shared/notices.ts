import { z } from 'zod';

/** What an owner is told by a notification, and what its one action does. */
export const noticeSchema = z.object({
  id: z.enum(['joined', 'lost', 'rejoined', 'drain-done', 'failed', 'settings']),
  title: z.string(),
  body: z.string(),
  action: z.enum(['open-popover', 'open-logs', 'open-settings']),
});
export type Notice = z.infer<typeof noticeSchema>;

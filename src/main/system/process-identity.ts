import { z } from 'zod';

/** 0 is the kernel, 1 is launchd or init: neither is ever ours. As a group, 1 would mean every process there is. */
export const smallestOwnPid = 2;

/** Which process is meant, over a restart of the app too. A pid alone can be given to another process. */
export const processIdentitySchema = z.object({
  pid: z.number().int().min(smallestOwnPid),
  /** See ProcessRow. */
  startToken: z.string().min(1),
  pgid: z.number().int().min(smallestOwnPid),
});

export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

import type { DrainWhy } from '../../shared/worker-state';

/** What the drain tells the head; that of the first drain stands in the node's death record for the cluster's operator. */
export const drainMessages: Record<DrainWhy, string> = {
  owner: 'The owner of this machine stopped contributing.',
  pause: 'The owner of this machine paused contributing.',
  sleep: 'This machine goes to sleep.',
  quit: 'Raybar quits on this machine.',
  settings: 'This worker joins again with new settings.',
  'leave-now': 'The owner needs this machine now.',
};

import type { CliCommand } from '../cli-context';
import { UsageError } from '../cli-errors';
import { report } from '../report';

export const openCommand: CliCommand = {
  name: 'open',
  usage: '',
  summary: 'show the popover',
  async run(context) {
    await context.client.invoke('openPopover', undefined);
    return report(context, 'The popover is open.');
  },
};

export const quitCommand: CliCommand = {
  name: 'quit',
  usage: '[--drain|--keep]',
  summary: 'end the app; a contributing worker drains first, or stays and is taken over by the next start',
  options: { drain: { type: 'boolean' }, keep: { type: 'boolean' } },
  async run(context) {
    const drain = context.flag('drain');
    const keep = context.flag('keep');
    if (drain && keep) throw new UsageError('quit: --drain or --keep, not both');
    await context.client.invoke('quit', drain ? { worker: 'drain' } : keep ? { worker: 'keep' } : undefined);
    return report(context, 'Raybar quits.');
  },
};

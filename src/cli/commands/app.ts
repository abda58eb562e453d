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
  read({ flag }) {
    const drain = flag('drain');
    const keep = flag('keep');
    if (drain && keep) throw new UsageError('quit: --drain or --keep, not both');
    const input = drain ? ({ worker: 'drain' } as const) : keep ? ({ worker: 'keep' } as const) : undefined;
    return async (context) => {
      await context.client.invoke('quit', input);
      return report(context, 'Raybar quits.');
    };
  },
};

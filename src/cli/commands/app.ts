import type { CliCommand, CliContext } from '../cli-context';
import { UsageError } from '../cli-errors';
import { exitCodes } from '../exit-codes';
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
  summary:
    'end the app; a contributing worker drains first, or stays and is taken over by the next start; without an option the settings say which, or a question on the desktop',
  options: { drain: { type: 'boolean' }, keep: { type: 'boolean' } },
  read({ flag }) {
    const drain = flag('drain');
    const keep = flag('keep');
    if (drain && keep) throw new UsageError('quit: --drain or --keep, not both');
    const input = drain ? ({ worker: 'drain' } as const) : keep ? ({ worker: 'keep' } as const) : undefined;
    return async (context) => {
      const answered = input === undefined ? tellOfQuestion(context) : undefined;
      const { leaves } = await context.client.invoke('quit', input).finally(answered);
      if (leaves) return report(context, 'Raybar quits.');
      context.stderr('Raybar goes on: the quit was called off on the desktop.\n');
      return exitCodes.failed;
    };
  },
};

/** A quit is answered at once, unless the app asks its owner first. */
const questionAfterMs = 1_000;

/**
 * Says where the answer is to be given: whoever sits at the terminal may not see that desktop. An app that hangs answers nothing
 * else either, and has asked nothing.
 *
 * @returns to be called with the answer
 */
function tellOfQuestion({ client, stderr }: CliContext): () => void {
  let open = true;
  const tell = async (): Promise<void> => {
    await client.invoke('status', undefined);
    if (open) stderr(questionWords);
  };
  const timer = setTimeout(() => void tell().catch(() => undefined), questionAfterMs);
  return () => {
    open = false;
    clearTimeout(timer);
  };
}

const questionWords =
  'Raybar asks on the desktop what becomes of Ray’s worker. `raybar quit --drain` or `raybar quit --keep` answers it from a terminal.\n';

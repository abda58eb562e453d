import { type CommandInput, longestPauseMinutes } from '../../shared/ipc';
import type { CliCommand } from '../cli-context';
import { UsageError } from '../cli-errors';
import { parseDuration } from '../durations';
import { report } from '../report';

export const pauseCommand: CliCommand = {
  name: 'pause',
  usage: '30m|1h|3h|…|tomorrow',
  summary: 'drain, leave, and come back by itself after the time',
  arguments: { least: 1, most: 1 },
  read({ positionals: [length = ''] }) {
    const input = pauseInput(length);
    return async (context) => {
      await context.client.invoke('pause', input);
      return report(context, length === 'tomorrow' ? 'Pausing until tomorrow.' : `Pausing for ${length}.`);
    };
  },
};

/** Pure. Unlike other durations a bare number is minutes: nobody pauses for 30 seconds. @throws UsageError */
export function pauseInput(length: string): CommandInput<'pause'> {
  if (length === 'tomorrow') return { until: 'tomorrow' };
  const text = /^\d+(\.\d+)?$/.test(length.trim()) ? `${length.trim()}m` : length;
  const minutes = parseDuration(text, 'pause') / 60_000;
  if (minutes === 0) throw new UsageError('pause: for how long? 0 is no pause; `raybar resume` ends one');
  if (minutes > longestPauseMinutes)
    throw new UsageError(`pause: "${length}" is more than 7 days; \`raybar off\` leaves until \`raybar on\``);
  return { minutes };
}

export const resumeCommand: CliCommand = {
  name: 'resume',
  usage: '',
  summary: 'end a pause before its time',
  async run(context) {
    await context.client.invoke('resume', undefined);
    return report(context, 'The pause is over.');
  },
};

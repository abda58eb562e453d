import type { Snapshot } from '../../shared/snapshot';
import { formatClock } from '../../shared/view/format';
import { stateLine } from '../../shared/view/state-line';
import type { CliCommand, CliContext } from '../cli-context';
import { type ExitCode, exitCodes } from '../exit-codes';
import { statusText } from '../status-text';

export const statusCommand: CliCommand = {
  name: 'status',
  usage: '[--watch] [--check]',
  summary: 'what the worker does, and why; --watch goes on, --check tells it by the exit code',
  options: { watch: { type: 'boolean' }, check: { type: 'boolean' } },
  async run(context) {
    if (context.flag('watch')) return watch(context);
    const snapshot = await context.client.invoke('status', undefined);
    context.stdout(
      context.json ? `${JSON.stringify(snapshot)}\n` : statusText(snapshot, context.now(), context.place),
    );
    return context.flag('check') ? stateCode(snapshot) : exitCodes.ok;
  },
};

/** Pure: the state for a script. A drain still runs tasks, but is not "in" any more. */
export function stateCode({ worker, decision }: Pick<Snapshot, 'worker' | 'decision'>): ExitCode {
  if (worker.kind === 'contributing') return exitCodes.ok;
  if (worker.kind === 'failed') return exitCodes.gaveUp;
  return decision.wanted === 'in' ? exitCodes.notYetIn : exitCodes.out;
}

/** Goes on until the app quits or the terminal is interrupted. */
async function watch({ client, json, isTerminal, stdout, now, place }: CliContext): Promise<ExitCode> {
  let lastLine = '';
  client.watch((snapshot) => {
    if (json) return stdout(`${JSON.stringify(snapshot)}\n`);
    // Clear and home: the terminal shows one picture that moves.
    if (isTerminal) return stdout(`\u001B[2J\u001B[H${statusText(snapshot, now(), place)}`);
    const line = stateLine(snapshot, now(), place);
    if (line !== lastLine) stdout(`${formatClock(now(), place, 'second')}  ${line}\n`);
    lastLine = line;
  });
  await client.ended;
  return exitCodes.ok;
}

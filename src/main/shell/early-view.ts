import { isDeepStrictEqual } from 'node:util';
import type { CommandHandlers } from '../../shared/ipc';

type ViewHandlers = Pick<CommandHandlers, 'logsOpen'>;
type OpenInput = Parameters<CommandHandlers['logsOpen']>[0];

export interface EarlyView {
  /** Opens the view that the page is going to ask for, once. Never rejects. */
  begin(input: OpenInput): void;
  /** As the one that was given; answers the page's first question with what was opened early, where that is what it asks for. */
  readonly logsOpen: CommandHandlers['logsOpen'];
}

/**
 * Has the engine open a log view while the window's process starts and its page is loaded: two things that need not wait for each other. The page
 * has missed what was told of it since: it asks when it listens.
 */
export function openEarly({ logsOpen }: ViewHandlers): EarlyView {
  let early: { input: OpenInput; opened: ReturnType<CommandHandlers['logsOpen']> } | null = null;
  return {
    begin(input) {
      early = { input, opened: logsOpen(input) };
      early.opened.catch(() => undefined);
    },
    async logsOpen(input) {
      const begun = early;
      early = null;
      if (begun === null || !isDeepStrictEqual(begun.input, input)) return logsOpen(input);
      return begun.opened.catch(() => logsOpen(input));
    },
  };
}

import { isDeepStrictEqual } from 'node:util';
import type { CommandHandlers } from '../../shared/ipc';

type ViewHandlers = Pick<CommandHandlers, 'logsOpen' | 'logsClose'>;
type OpenInput = Parameters<CommandHandlers['logsOpen']>[0];

export interface EarlyView {
  /** Opens the view that the page is going to ask for, once. Never rejects. */
  begin(input: OpenInput): void;
  /** As the one that was given; answers the page's first question with what was opened early, where that is what it asks for. */
  readonly logsOpen: CommandHandlers['logsOpen'];
  /** Closes the view that nobody has asked for. Never rejects. */
  drop(): void;
}

/**
 * Has the engine open a log view while the window's process starts and its page is loaded: two things that need not wait for each other. The page
 * has missed what was told of it since: it asks when it listens.
 */
export function openEarly({ logsOpen, logsClose }: ViewHandlers): EarlyView {
  let early: { input: OpenInput; opened: ReturnType<CommandHandlers['logsOpen']> } | null = null;
  function drop(): void {
    const dropped = early;
    early = null;
    // One that could not be opened need not be closed.
    dropped?.opened.then(({ state }) => logsClose({ view: state.view })).catch(() => undefined);
  }
  return {
    begin(input) {
      drop();
      early = { input, opened: logsOpen(input) };
      early.opened.catch(() => undefined);
    },
    async logsOpen(input) {
      const begun = early;
      if (begun === null || !isDeepStrictEqual(begun.input, input)) {
        drop();
        return logsOpen(input);
      }
      early = null;
      return begun.opened.catch(() => logsOpen(input));
    },
    drop,
  };
}

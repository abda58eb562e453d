import { isDeepStrictEqual } from 'node:util';
import type { CommandHandlers } from '../../shared/ipc';

type ViewHandlers = Pick<CommandHandlers, 'logsOpen' | 'logsChange'>;
type OpenInput = Parameters<CommandHandlers['logsOpen']>[0];

export interface EarlyView {
  /** Opens the view that the page is going to ask for, once. Never rejects. */
  begin(input: OpenInput): void;
  /** As the one that was given; answers the page's first question with what was opened early, where that is what it asks for. */
  readonly logsOpen: CommandHandlers['logsOpen'];
}

/** Has the engine open a log view while the window's process starts and its page is loaded: two things that need not wait for each other. */
export function openEarly({ logsOpen, logsChange }: ViewHandlers): EarlyView {
  let early: { input: OpenInput; view: Promise<string | null> } | null = null;
  return {
    begin(input) {
      const view = logsOpen(input).then(
        ({ state }) => state.view,
        () => null,
      );
      early = { input, view };
    },
    async logsOpen(input) {
      const begun = early;
      early = null;
      if (begun === null || !isDeepStrictEqual(begun.input, input)) return logsOpen(input);
      const view = await begun.view;
      // As it is now: the page has missed what was told of it meanwhile.
      const opened =
        view === null ? null : await logsChange({ view, anchor: input.anchor }).catch(() => null);
      return opened ?? logsOpen(input);
    },
  };
}

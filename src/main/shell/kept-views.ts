import type { CommandHandlers } from '../../shared/ipc';

type ViewHandlers = Pick<CommandHandlers, 'logsOpen' | 'logsClose'>;

export interface KeptViews {
  /** As those that were given, for one window. */
  readonly handlers: ViewHandlers;
  /** Closes what the window has opened and not closed: for when it is gone, and can't. */
  closeAll(): Promise<void>;
}

/** Knows which log views a window has open. Those of a terminal stay when the window goes. */
export function keepViews({ logsOpen, logsClose }: ViewHandlers): KeptViews {
  const open = new Set<string>();
  let gone = false;
  return {
    handlers: {
      async logsOpen(input) {
        const opened = await logsOpen(input);
        // Its answer came too late for the window.
        if (gone) await logsClose({ view: opened.state.view });
        else open.add(opened.state.view);
        return opened;
      },
      async logsClose(input) {
        open.delete(input.view);
        return logsClose(input);
      },
    },
    async closeAll() {
      gone = true;
      const views = [...open];
      open.clear();
      await Promise.all(views.map((view) => logsClose({ view })));
    },
  };
}

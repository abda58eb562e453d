import type { CommandHandlers } from '../../shared/ipc';

/** What a window says about itself; answered for the window that asks. */
export type WindowCommandName =
  'popoverResized' | 'closeWindow' | 'takeLogsTarget' | 'logsDrawn' | 'takeWindowTarget';

/** The answers to a caller without a window, and to a window that the command is not about. */
export const noWindow: Pick<CommandHandlers, WindowCommandName> = {
  popoverResized: async () => undefined,
  closeWindow: async () => undefined,
  takeLogsTarget: async () => null,
  logsDrawn: async () => undefined,
  takeWindowTarget: async () => null,
};

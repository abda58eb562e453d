import type { CommandInput, CommandName, CommandOutput } from '../shared/ipc';

export type LogCommand = Extract<
  CommandName,
  | 'logsSources'
  | 'logsOpen'
  | 'logsChange'
  | 'logsRows'
  | 'logsMatches'
  | 'logsText'
  | 'logsFollow'
  | 'logsClose'
>;

/** Answers questions about logs: the app over its socket, or an engine in this process. */
export interface LogAsker {
  /** @throws RaybarFailure */
  ask<N extends LogCommand>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  close(): void;
}

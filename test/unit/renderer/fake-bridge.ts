import { success, type Result } from '../../../src/shared/errors';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventName,
  EventPayload,
  RaybarBridge,
} from '../../../src/shared/ipc';

type Answer<N extends CommandName> = (
  input: CommandInput<N>,
) => Result<CommandOutput<N>> | Promise<Result<CommandOutput<N>>>;
export type Answers = { [N in CommandName]?: Answer<N> };

export interface FakeBridge extends RaybarBridge {
  /** What was asked, as [name, input], in its order. */
  readonly calls: readonly (readonly [CommandName, unknown])[];
  callsOf(name: CommandName): unknown[];
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  readonly listenerCount: () => number;
}

/** Main's side of a window. A command that has no answer succeeds with nothing. */
export function createFakeBridge(answers: Answers = {}): FakeBridge {
  const calls: [CommandName, unknown][] = [];
  const listeners: { name: EventName; listener: (payload: never) => void }[] = [];
  return {
    calls,
    callsOf: (called) => calls.filter(([name]) => name === called).map(([, input]) => input),
    listenerCount: () => listeners.length,
    async invoke<N extends CommandName>(name: N, input: CommandInput<N>) {
      calls.push([name, input]);
      const answer: Answer<N> | undefined = answers[name];
      return answer ? answer(input) : success(undefined as CommandOutput<N>);
    },
    subscribe(name, listener) {
      const entry = { name, listener };
      listeners.push(entry);
      return () => void listeners.splice(listeners.indexOf(entry), 1);
    },
    emit(name, payload) {
      for (const each of listeners) if (each.name === name) each.listener(payload as never);
    },
  };
}

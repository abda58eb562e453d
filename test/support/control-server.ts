import { failure, type Result } from '../../src/shared/errors';
import type { Snapshot } from '../../src/shared/snapshot';
import type { Dispatch } from '../../src/main/control/dispatch';
import { type ControlServer, openControlServer } from '../../src/main/control/control-server';
import { exampleSnapshot } from './snapshots';

export interface ScriptedApp {
  server: ControlServer;
  /** Every command that came, with its input. */
  commands: [name: string, input: unknown][];
  /** Changes the snapshot, as the core would. */
  change: (snapshot: Snapshot) => void;
  /** How many clients watch. */
  subscribers: () => number;
}

/** The real control server before an app that answers as it is told. */
export async function openScriptedApp(
  socketPath: string,
  answers: Record<string, (input: unknown) => Result<unknown> | Promise<Result<unknown>>> = {},
  snapshot: Snapshot = exampleSnapshot(),
): Promise<ScriptedApp> {
  let current = snapshot;
  const listeners = new Set<() => void>();
  const commands: [string, unknown][] = [];
  const dispatch: Dispatch = async (name, input) => {
    commands.push([name, input]);
    const answer = answers[name];
    if (answer !== undefined) return answer(input);
    return name === 'status' ? { type: 'success', value: current } : unanswered(name);
  };
  const server = await openControlServer({
    socketPath,
    dispatch,
    snapshot: () => current,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  });
  return {
    server,
    commands,
    subscribers: () => listeners.size,
    change(next) {
      current = next;
      for (const changed of listeners) changed();
    },
  };
}

const unanswered = (name: string): Result<never> =>
  failure({
    code: 'command-failed',
    tried: name,
    found: 'The test has no answer.',
    fixes: [],
    retryable: false,
  });

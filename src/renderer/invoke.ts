import type { RaybarError, Result } from '../shared/errors';
import type { CommandInput, CommandName, CommandOutput, RaybarBridge } from '../shared/ipc';

/** Runs a command. Whatever goes wrong on the way comes back as a value too, so that no error is lost in a promise. */
export async function invoke<N extends CommandName>(
  bridge: RaybarBridge,
  name: N,
  input: CommandInput<N>,
): Promise<Result<CommandOutput<N>>> {
  try {
    return await bridge.invoke(name, input);
  } catch (error) {
    return { type: 'error', error: notAnswered(name, error) };
  }
}

function notAnswered(name: CommandName, cause: unknown): RaybarError {
  return {
    code: 'command-failed',
    tried: `Asked Raybar for “${name}”`,
    found: cause instanceof Error ? cause.message : String(cause),
    fixes: ['Quit Raybar and start it again. A worker that runs can go on meanwhile.'],
    retryable: true,
  };
}

import { failure, type RaybarError, RaybarFailure, type Result, success } from '../../shared/errors';
import { type CommandHandlers, type CommandName, commands } from '../../shared/ipc';
import { didYouMean } from '../../shared/nearest-name';
import { fieldProblems } from '../../shared/schema-problems';

export type Surface = 'window' | 'socket';

/** Answers one command; never rejects. */
export type Dispatch = (name: string, input: unknown, surface: Surface) => Promise<Result<unknown>>;

interface DispatchParts {
  /** Gets what the caller does not: the error with its stack. */
  log: (message: string, error: unknown) => void;
}

/** A handler whose input has been checked against its own schema. */
type CheckedHandler = (input: never) => Promise<unknown>;

/**
 * The one way in for windows and the terminal: the command's name, its surface, its input and its output are all checked against
 * the schema object before anything crosses. A RaybarFailure answers with its error; whatever else a handler throws is a bug, is
 * logged, and the caller only hears that it happened.
 */
export function createDispatch(handlers: CommandHandlers, { log }: DispatchParts): Dispatch {
  return async (name, input, surface) => {
    if (!isCommand(name)) return failure(unknownCommand(name));
    const contract = commands[name];
    if (!contract.surfaces.includes(surface)) return failure(unknownCommand(name));
    const checkedInput = contract.input.safeParse(input);
    if (!checkedInput.success) {
      return failure({
        code: 'command-invalid',
        tried: `Took the command ${name}`,
        found: fieldProblems(checkedInput.error, ['input'])
          .map(({ field, message }) => `${field}: ${message}`)
          .join('; '),
        fixes: ['See `raybar --help` for what the command takes.'],
        retryable: false,
      });
    }
    try {
      const handler: CheckedHandler = handlers[name];
      // The schema of this very command let it through; TypeScript can't follow that over a union of commands.
      const output = await handler(checkedInput.data as never);
      return success(contract.output.parse(output));
    } catch (error) {
      if (error instanceof RaybarFailure) return failure(error.error);
      log(`The command ${name} failed`, error);
      return failure({
        code: 'command-failed',
        tried: `Carried out the command ${name}`,
        found: 'Something in Raybar itself went wrong.',
        fixes: ["Raybar's log says more.", 'Try again.'],
        retryable: true,
      });
    }
  };
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

function unknownCommand(name: string): RaybarError {
  return {
    code: 'command-invalid',
    tried: 'Looked up a command by its name',
    found: `There is no command ${JSON.stringify(name.slice(0, 100))}${didYouMean(name, Object.keys(commands))}`,
    fixes: ['Use the `raybar` of the same version as the app.'],
    retryable: false,
  };
}

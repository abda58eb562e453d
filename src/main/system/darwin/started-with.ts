import type { RunCommand } from '../run-command';

/** `-ww`: nothing is cut. */
const columns = ['-ww', '-o', 'pid=,command='] as const;
export const commandsArguments = ['-ax', ...columns] as const;
/** `-E` prints the environment behind the command, for one's own processes; System Integrity Protection hides that of Apple's own programs. */
export const environmentsArguments = ['-ax', '-E', ...columns] as const;

/**
 * The processes that were started with the assignment and with none of `without`: two `ps`, however many processes there are. What stands in
 * a command itself is an argument and no variable.
 */
export async function startedWith(
  run: RunCommand,
  assignment: string,
  without: readonly string[],
): Promise<number[]> {
  const commands = commandsByPid((await run('ps', commandsArguments)).stdout);
  const withEnvironment = commandsByPid((await run('ps', environmentsArguments)).stdout);
  return [...withEnvironment.entries()]
    .filter(([pid, line]) => holds(line, assignment) && !holds(commands.get(pid) ?? '', assignment))
    .filter(([, line]) => !without.some((other) => holds(line, other)))
    .map(([pid]) => pid);
}

/** Values may hold blanks, so only whole assignments between blanks count. */
const holds = (line: string, assignment: string): boolean => `${line} `.includes(` ${assignment} `);

/** Pure: a title with a line break goes on in lines that begin with no pid; they say nothing of a variable. */
export function commandsByPid(stdout: string): Map<number, string> {
  const lines = stdout.split('\n').map((line) => /^\s*(\d+) (.*)$/.exec(line));
  return new Map(lines.flatMap((parts) => (parts === null ? [] : [[Number(parts[1]), parts[2] ?? '']])));
}

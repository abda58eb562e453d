import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { success } from '../../shared/errors';
import { askPythonEnvironment, type AskedPython, type ReadPythonEnvironment } from './python-environment';

interface Known extends AskedPython {
  stamp: string;
}

/**
 * Reads Python environments, and starts an interpreter only for one that it does not know: while the head is away a worker is prepared
 * every 2 s, and Python's start would cost the owner 4 % of a core all that time. An environment that was replaced or got another
 * Ray is asked anew, and so is one that was not good: its owner may be mending it.
 */
export function rememberPythons(ask = askPythonEnvironment): ReadPythonEnvironment {
  const known = new Map<string, Known>();
  return async (directory, signal) => {
    const before = known.get(directory);
    if (before && before.stamp === (await stampOf(before))) return success(before.environment);
    known.delete(directory);
    const asked = await ask(directory, signal);
    if (asked.type === 'error') return asked;
    const stamp = await stampOf(asked.value);
    if (stamp !== null) known.set(directory, { ...asked.value, stamp });
    return success(asked.value.environment);
  };
}

/** What changes with the interpreter and with the Ray installed for it; null where that can't be told. */
async function stampOf({ environment, packages }: AskedPython): Promise<string | null> {
  try {
    const interpreter = await realpath(environment.python);
    // pip writes a new folder of this name, and takes the one of the earlier version away.
    const ray = join(packages, `ray-${environment.rayVersion}.dist-info`);
    const stats = await Promise.all([interpreter, ray].map((path) => stat(path)));
    return [interpreter, ...stats.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`)].join('\n');
  } catch {
    return null;
  }
}

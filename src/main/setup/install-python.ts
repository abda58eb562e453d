import { Problem } from '../../../scripts/problem.mjs';
import { preparePythonEnvironment } from '../../../scripts/python-environment.mjs';
import { RaybarFailure, type ErrorCode } from '../../shared/errors';

/** The preparing script's words for what went wrong, as codes of ours; anything else is a broken environment. */
const codes: Readonly<Record<string, ErrorCode>> = {
  'no-python': 'python-missing',
  'python-too-old': 'python-missing',
  'python-not-supported': 'python-missing',
  'no-venv': 'python-missing',
  'no-space': 'disk-full',
};

/** Nothing but the network or room was missing: trying again later may help. */
const passing = new Set(['offline', 'no-space', 'cancelled', 'failed']);

/**
 * Makes Raybar's own Python environment with Ray in it, in `directory`. Takes minutes the first time. Rejects with
 * python-missing, disk-full or python-environment-broken. The same code prepares a checkout (`npm start`).
 */
export async function installPython(
  directory: string,
  signal: AbortSignal,
  onProgress: (doing: string) => void,
): Promise<void> {
  try {
    await preparePythonEnvironment({ dir: directory, signal, onProgress });
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    throw new RaybarFailure(
      {
        code: codes[thrown.code] ?? 'python-environment-broken',
        tried: thrown.tried,
        found: thrown.found,
        fixes: [thrown.fix],
        retryable: passing.has(thrown.code),
      },
      { cause: thrown },
    );
  }
}

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SHELL_SPECIAL } from '../../../scripts/shell-special.mjs';
import { failure, success, type RaybarError, type Result } from '../../shared/errors';
import { CommandError } from '../system/command-error';
import { runCommand, type RunCommand } from '../system/run-command';

/** A Python environment that can start Ray. */
export interface PythonEnvironment {
  /** Its folder, e.g. a venv's. */
  directory: string;
  /** The interpreter in it. */
  python: string;
  /** e.g. "3.11.7". */
  pythonVersion: string;
  /** e.g. "2.53.0". */
  rayVersion: string;
}

/**
 * Asks the interpreter itself (0.1 s): a venv's own record of its Python is out of date after an upgrade of the Python it was made
 * from. Ray is not imported, which would take a second.
 */
const question = `
import importlib.metadata as metadata, json, platform
try:
    found = metadata.distribution("ray")
    ray = {"version": found.version, "packages": str(found.locate_file(""))}
except metadata.PackageNotFoundError: ray = None
print(json.dumps({"python": platform.python_version(), "ray": ray}))
`;
const answerSchema = z.object({
  python: z.string(),
  ray: z.object({ version: z.string(), packages: z.string() }).nullable(),
});

/** A cold disk takes its time for a first start. */
const timeLimitMs = 10_000;

export type ReadPythonEnvironment = (
  directory: string,
  signal?: AbortSignal,
) => Promise<Result<PythonEnvironment>>;

/** What the interpreter answered: the environment, and the folder that its Ray lies in. */
export interface AskedPython {
  environment: PythonEnvironment;
  packages: string;
}

/** Fails with python-missing (no such folder or interpreter), python-environment-broken (it does not run) or ray-missing. */
export async function readPythonEnvironment(
  directory: string,
  signal?: AbortSignal,
  run: RunCommand = runCommand,
): Promise<Result<PythonEnvironment>> {
  const asked = await askPythonEnvironment(directory, signal, run);
  return asked.type === 'success' ? success(asked.value.environment) : asked;
}

/** As readPythonEnvironment, and where Ray lies. */
export async function askPythonEnvironment(
  directory: string,
  signal?: AbortSignal,
  run: RunCommand = runCommand,
): Promise<Result<AskedPython>> {
  const tried = `Looked for Ray in the Python environment ${directory}`;
  if (SHELL_SPECIAL.test(directory)) return failure(unquotable(tried));
  const python = await findInterpreter(directory);
  if (python === null) return failure(missing(tried, directory));
  signal?.throwIfAborted();
  try {
    const { stdout } = await run(python, ['-I', '-c', question], { timeoutMs: timeLimitMs });
    const answer = answerSchema.parse(JSON.parse(stdout));
    const { ray } = answer;
    if (ray === null) return failure(rayMissing(tried, python));
    const environment = { directory, python, pythonVersion: answer.python, rayVersion: ray.version };
    return success({ environment, packages: ray.packages });
  } catch (error) {
    return failure(broken(tried, python, error));
  }
}

async function findInterpreter(directory: string): Promise<string | null> {
  for (const name of ['python', 'python3']) {
    const path = join(directory, 'bin', name);
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

const unquotable = (tried: string): RaybarError => ({
  code: 'python-environment-broken',
  tried,
  found:
    'Its path holds a space, or another character that means something to a shell: Ray can’t cope with that.',
  fixes: ['Choose, or make, a Python environment in a folder whose path has no spaces, quotes or brackets.'],
  retryable: false,
});

const missing = (tried: string, directory: string): RaybarError => ({
  code: 'python-missing',
  tried,
  found: `There is no bin/python in ${directory}.`,
  fixes: [
    'Choose the folder of a Python environment that has Ray, or “Automatic” to let Raybar make its own.',
  ],
  retryable: false,
});

const rayMissing = (tried: string, python: string): RaybarError => ({
  code: 'ray-missing',
  tried,
  found: 'Ray is not installed there.',
  fixes: [`Install the head's version: ${python} -m pip install "ray[default]==VERSION"`],
  retryable: false,
});

function broken(tried: string, python: string, error: unknown): RaybarError {
  const found =
    error instanceof CommandError
      ? (error.stderr.trim().split('\n').at(-1) ?? '') || error.message
      : 'Its answer could not be read.';
  return {
    code: 'python-environment-broken',
    tried,
    found: `${python} does not run: ${found}`,
    fixes: ['Make the environment anew: an upgrade of Python can leave it without its interpreter.'],
    retryable: false,
  };
}

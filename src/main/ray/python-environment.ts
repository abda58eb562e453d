import type { Result } from '../../shared/errors';

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

/** Fails with python-missing (no such folder or interpreter), python-environment-broken (it does not run) or ray-missing. */
export declare function readPythonEnvironment(
  directory: string,
  signal?: AbortSignal,
): Promise<Result<PythonEnvironment>>;

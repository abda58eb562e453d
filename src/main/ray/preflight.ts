import { failure, RaybarFailure, success, type RaybarError, type Result } from '../../shared/errors';
import type { GcsClient, HeadVersions, NodeRecord } from './gcs/contract';
import type { PythonEnvironment } from './python-environment';
import { headErrors } from './gcs/failures';
import { reachHead } from './reach-head';

export interface HeadCheck {
  gcs: Pick<GcsClient, 'address' | 'wantsToken' | 'checkAlive' | 'clusterMetadata'> & {
    aliveNodes: (deadlineMs: number) => Promise<readonly Pick<NodeRecord, 'isHead'>[]>;
  };
  python: PythonEnvironment;
  /** Null: none is set. */
  tokenFile: string | null;
  /** settings.worker.environment: RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL in it decides how equal the Pythons must be. */
  workerEnvironment: Readonly<Record<string, string>>;
  /** The head runs on this machine, too. */
  sharesMachine: boolean;
  /** How long each question to the head may take, in ms. */
  deadlineMs: number;
  signal?: AbortSignal;
}

/**
 * What must be true before a worker is started: the head's GCS answers, our token is right, and Ray and Python are the
 * head's own. A worker with another Ray can crash the head, so it is never started.
 */
export async function checkHead(check: HeadCheck): Promise<Result<HeadVersions>> {
  const { gcs, deadlineMs, signal } = check;
  try {
    await reachHead(gcs.address, deadlineMs, signal);
    await checkToken(check);
    signal?.throwIfAborted();
    const head = await gcs.clusterMetadata(deadlineMs);
    const mismatch = rayMismatch(check, head) ?? pythonMismatch(check, head);
    if (mismatch !== null) return failure(mismatch);
    if (check.sharesMachine) await checkHeadsOwnNode(check);
    return success(head);
  } catch (error) {
    if (error instanceof RaybarFailure) return failure(error.error);
    throw error;
  }
}

/** A wrong or missing token fails the first call by itself; one too many would go unnoticed until the worker hangs. */
async function checkToken({ gcs, tokenFile, deadlineMs }: HeadCheck): Promise<void> {
  await gcs.checkAlive([], deadlineMs);
  if (tokenFile !== null && !(await gcs.wantsToken(deadlineMs))) {
    throw new RaybarFailure(tokenNotWanted(gcs.address, tokenFile));
  }
}

/**
 * A worker that comes before the head's own node on one machine takes that node's socket, and the head ends after 30 s (docs/adr/0011). So
 * one that has just come back is given the seconds that it needs.
 */
async function checkHeadsOwnNode({ gcs, deadlineMs }: HeadCheck): Promise<void> {
  const nodes = await gcs.aliveNodes(deadlineMs);
  if (nodes.some(({ isHead }) => isHead)) return;
  const tried = `Looked for the own node of the head at ${gcs.address}`;
  throw new RaybarFailure(headErrors.starting(gcs.address, tried, 'its own node is not up yet'));
}

function rayMismatch({ gcs, python }: HeadCheck, head: HeadVersions): RaybarError | null {
  if (python.rayVersion === head.rayVersion) return null;
  return {
    code: 'ray-version-mismatch',
    tried: `Compared the Ray of this machine with that of the head at ${gcs.address}`,
    found: `The head runs Ray ${head.rayVersion}, the Python environment here (${python.directory}) has ${python.rayVersion}. Another version can crash the head, so it was not started.`,
    fixes: [
      `Install the head's version here: ${python.python} -m pip install "ray[default]==${head.rayVersion}"`,
      'Or choose a Python environment with that version in Settings.',
    ],
    retryable: false,
  };
}

/** The variable and its rule are Ray's own (ray/_private/utils.py, check_version_info). */
export const pythonMatchLevelVariable = 'RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL';

function pythonMismatch(
  { gcs, python, workerEnvironment }: HeadCheck,
  head: HeadVersions,
): RaybarError | null {
  const parts = workerEnvironment[pythonMatchLevelVariable] === 'minor' ? 2 : 3;
  const upTo = (version: string) => version.split('.').slice(0, parts).join('.');
  if (upTo(python.pythonVersion) === upTo(head.pythonVersion)) return null;
  const [major, minor] = head.pythonVersion.split('.');
  const sameMinor = python.pythonVersion.startsWith(`${major}.${minor}.`);
  return {
    code: 'python-version-mismatch',
    tried: `Compared the Python of this machine with that of the head at ${gcs.address}`,
    found: `The head runs Python ${head.pythonVersion}, the environment here (${python.directory}) has ${python.pythonVersion}. Ray wants them equal.`,
    fixes: [
      `Make a Python environment with Python ${head.pythonVersion} and choose it in Settings.`,
      ...(sameMinor
        ? [
            `Or accept another patch level: set ${pythonMatchLevelVariable}=minor under extra variables in Settings.`,
          ]
        : []),
    ],
    retryable: false,
  };
}

const tokenNotWanted = (address: string, tokenFile: string): RaybarError => ({
  code: 'token-not-wanted',
  tried: `Asked the head at ${address} without the token from ${tokenFile}`,
  found:
    'It answers without a token. A worker that asks its head for one would be started and never reached.',
  fixes: ['Clear the token file in Settings, or check that this is the cluster that the token is for.'],
  retryable: false,
});

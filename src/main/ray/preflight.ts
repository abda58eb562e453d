import type { Result } from '../../shared/errors';
import type { GcsClient, HeadVersions } from './gcs/contract';
import type { PythonEnvironment } from './python-environment';

export interface HeadCheck {
  gcs: Pick<GcsClient, 'address' | 'checkAlive' | 'clusterMetadata'>;
  python: PythonEnvironment;
  /** settings.worker.environment: RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL in it decides how equal the Pythons must be. */
  workerEnvironment: Readonly<Record<string, string>>;
  /** How long each question to the head may take, in ms. */
  deadlineMs: number;
}

/**
 * What must be true before a worker is started: the head's GCS answers, our token is right, and Ray and Python are the
 * head's own. A worker with another Ray can crash the head, so it is never started.
 */
export declare function checkHead(check: HeadCheck): Promise<Result<HeadVersions>>;

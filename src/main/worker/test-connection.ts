import { RAY_VERSION } from '../../../scripts/python-environment.mjs';
import { RaybarFailure, type RaybarError } from '../../shared/errors';
import type { ConnectionReport } from '../../shared/connection-report';
import type { Settings } from '../../shared/settings';
import { createDashboard, dashboardUrl } from '../ray/dashboard';
import { createGcsClient } from '../ray/gcs/client';
import { objectStoreRefusal } from '../ray/object-store';
import { checkHead } from '../ray/preflight';
import { readPythonEnvironment, type PythonEnvironment } from '../ray/python-environment';
import type { MachineFacts } from '../ray/start-command';
import { tokenReader } from '../ray/token-file';
import type { System } from '../system/system';
import { comparedVersions } from './compared-versions';
import { expandHome } from './expand-home';
import { checkOwnAddress, nodeAddress } from './own-address';
import { orThrow } from './prepare-join';
import { pythonDirectory } from './python-directory';
import { splitHeadAddress } from '../ray/reach-head';

export interface TestConnectionOptions {
  system: Pick<System, 'routeAddress'>;
  machine: Pick<MachineFacts, 'memoryBytes'>;
  pythonEnvironment: string;
}

const answerMs = 5_000;

type Check = ConnectionReport['checks'][number];

/**
 * What "Test connection" found: everything that a join would ask, in the same words, one by one, and nothing started. It ends at
 * the first failure, except for the dashboard, which a worker can do without.
 */
export async function testConnection(
  options: TestConnectionOptions,
  settings: Settings,
): Promise<ConnectionReport> {
  const report = await askAll(options, settings);
  const refusal = objectStoreRefusal(settings.worker.objectStoreBytes, options.machine);
  if (report.error !== null || refusal === null) return report;
  const others = report.checks.filter(({ name }) => name !== 'settings');
  return { checks: [...others, { name: 'settings', ok: false, detail: refusal.found }], error: refusal };
}

async function askAll(options: TestConnectionOptions, settings: Settings): Promise<ConnectionReport> {
  const checks: Check[] = [];
  const pass = (name: Check['name'], detail: string): void => void checks.push({ name, ok: true, detail });
  let asked: Check['name'] = 'python environment';
  const fail = (error: RaybarError): ConnectionReport => ({
    checks: [...checks, { name: asked, ok: false, detail: error.found }],
    error,
  });
  const { cluster, worker } = settings;
  try {
    const python = await pythonOf(options.pythonEnvironment, worker.pythonEnvironment);
    pass(
      asked,
      python
        ? `Ray ${python.rayVersion} on Python ${python.pythonVersion}`
        : `Raybar makes its own, with Ray ${RAY_VERSION}, when it joins.`,
    );
    asked = 'own address';
    checkOwnAddress(worker.nodeIpAddress);
    if (cluster.kind !== 'address') {
      asked = 'settings';
      pass(
        asked,
        cluster.kind === 'embedded'
          ? 'A head on this machine is started on joining.'
          : 'No cluster is chosen.',
      );
      return { checks, error: null };
    }

    const head = splitHeadAddress(cluster.headAddress);
    const own = await nodeAddress(worker.nodeIpAddress, head, options.system);
    pass(asked, `${own} is where the cluster will reach this machine.`);

    const tokenFile = cluster.tokenFile && expandHome(cluster.tokenFile);
    const token = tokenReader(tokenFile);
    const gcs = createGcsClient({ address: cluster.headAddress, token });
    try {
      asked = 'head';
      const { rayVersion } = await gcs.checkAlive([], answerMs);
      pass(asked, `Ray ${rayVersion} answers at ${cluster.headAddress}.`);
      asked = 'versions';
      const versions = python
        ? orThrow(
            await checkHead({
              gcs,
              python,
              tokenFile,
              workerEnvironment: worker.environment,
              // A head that answers is reached, whether or not its own node is up.
              sharesMachine: false,
              deadlineMs: answerMs,
            }),
          )
        : await gcs.clusterMetadata(answerMs);
      pass('token', cluster.tokenFile ? 'The head accepts the token.' : 'The head asks for no token.');
      pass(asked, comparedVersions(python, versions));
      asked = 'dashboard';
      return await withDashboard(
        checks,
        cluster.dashboardAddress ?? (await gcs.dashboardAddress(answerMs)),
        token,
      );
    } finally {
      gcs.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof RaybarFailure)) throw thrown;
    if (thrown.error.code.startsWith('token-')) asked = 'token';
    return fail(thrown.error);
  }
}

/** Null: Raybar's own is not made yet, which is no fault. One that the owner chose has to be there. */
async function pythonOf(own: string, chosen: string): Promise<PythonEnvironment | null> {
  const found = await readPythonEnvironment(pythonDirectory(chosen, own));
  const isStillToCome = chosen === 'auto' && found.type === 'error' && found.error.code === 'python-missing';
  return isStillToCome ? null : orThrow(found);
}

async function withDashboard(
  checks: Check[],
  address: string | null,
  token: () => Promise<string | null>,
): Promise<ConnectionReport> {
  const without = 'Raybar works without it; task times and resources are then not known.';
  if (address === null) {
    const detail = `The head runs none. ${without}`;
    return { checks: [...checks, { name: 'dashboard', ok: true, detail }], error: null };
  }
  const url = dashboardUrl(address);
  const dashboard = createDashboard({ url, token, timeLimitMs: answerMs });
  try {
    await dashboard.version();
    return {
      checks: [...checks, { name: 'dashboard', ok: true, detail: `It answers at ${url}.` }],
      error: null,
    };
  } catch (thrown) {
    if (!(thrown instanceof RaybarFailure)) throw thrown;
    const detail = `${thrown.error.found} ${without}`;
    return { checks: [...checks, { name: 'dashboard', ok: false, detail }], error: null };
  } finally {
    dashboard.close();
  }
}

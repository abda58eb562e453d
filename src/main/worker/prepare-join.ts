import { RaybarFailure, type RaybarError, type Result } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import type { PreparingStep } from '../../shared/worker-state';
import { createGcsClient } from '../ray/gcs/client';
import { objectStoreRefusal } from '../ray/object-store';
import { checkHead } from '../ray/preflight';
import type { PythonEnvironment, ReadPythonEnvironment } from '../ray/python-environment';
import { workerStartCommand, type MachineFacts } from '../ray/start-command';
import { tokenReader } from '../ray/token-file';
import { unofferedPorts } from '../system/free-port';
import type { System } from '../system/system';
import type { EmbeddedCluster } from './embedded-cluster';
import { expandHome } from './expand-home';
import { checkOwnAddress, isOwnAddress, nodeAddress } from './own-address';
import { splitHeadAddress } from '../ray/reach-head';
import type { JoinPlan } from './join-plan';
import { pythonDirectory } from './python-directory';

export interface PrepareJoinOptions {
  system: System;
  embedded: EmbeddedCluster;
  machine: MachineFacts;
  ambient: Readonly<Record<string, string | undefined>>;
  /** Where Raybar's own Python environment is, or will be. */
  pythonEnvironment: string;
  readPython: ReadPythonEnvironment;
  installPython: (directory: string, signal: AbortSignal) => Promise<void>;
}

/** How long each question to the head may take. */
const questionMs = 5_000;
/** Ray gives these to its workers (its default --min-worker-port and --max-worker-port). */
const workerPorts = { from: 10_002, to: 19_999 };

/** Everything before `ray start`. Rejects with RaybarFailure; nothing was started then, but for an embedded head. */
export async function prepareJoin(
  options: PrepareJoinOptions,
  settings: Settings,
  report: (step: PreparingStep) => void,
  signal: AbortSignal,
): Promise<JoinPlan> {
  const { system, machine, ambient } = options;
  report('environment');
  checkOwnAddress(settings.worker.nodeIpAddress);
  const tooLarge = objectStoreRefusal(settings.worker.objectStoreBytes, machine);
  if (tooLarge) throw new RaybarFailure(tooLarge);
  const python = await pythonFor(options, settings, () => report('installing'), signal);
  const target = await targetOf(options, settings, python, () => report('embedded-head'), signal);
  report('head');
  const gcs = createGcsClient({ address: target.headAddress, token: tokenReader(target.tokenFile) });
  try {
    const { host, port } = splitHeadAddress(target.headAddress);
    const sharesMachine = target.embedded || isOwnAddress(host);
    const [versions, nodeIpAddress, agentListenPort] = await Promise.all([
      checkHead({
        gcs,
        python,
        tokenFile: target.tokenFile,
        workerEnvironment: settings.worker.environment,
        sharesMachine,
        deadlineMs: questionMs,
      }).then(orThrow),
      nodeAddress(settings.worker.nodeIpAddress, { host, port }, system),
      system.freePort({ within: unofferedPorts, not: [workerPorts] }),
    ]);
    return {
      ...target,
      python: python.python,
      rayVersion: versions.rayVersion,
      command: (label) =>
        workerStartCommand({
          worker: settings.worker,
          python: python.python,
          headAddress: target.headAddress,
          nodeIpAddress,
          label,
          machine,
          tokenFile: target.tokenFile,
          agentListenPort,
          sharesMachine,
          ambient,
        }),
    };
  } finally {
    gcs.close();
  }
}

/** The environment that the settings name; Raybar's own is made where it is missing. */
export async function pythonFor(
  {
    pythonEnvironment,
    readPython,
    installPython,
  }: Pick<PrepareJoinOptions, 'pythonEnvironment' | 'readPython' | 'installPython'>,
  settings: Settings,
  installing: () => void,
  signal: AbortSignal,
): Promise<PythonEnvironment> {
  const chosen = settings.worker.pythonEnvironment;
  const directory = pythonDirectory(chosen, pythonEnvironment);
  const found = await readPython(directory, signal);
  if (found.type === 'success') return found.value;
  // An environment of the owner's is theirs to mend.
  if (chosen !== 'auto') throw new RaybarFailure(found.error);
  installing();
  await installPython(directory, signal);
  return orThrow(await readPython(directory, signal));
}

type Target = Pick<JoinPlan, 'headAddress' | 'tokenFile' | 'dashboardUrl' | 'embedded'>;

async function targetOf(
  { embedded }: Pick<PrepareJoinOptions, 'embedded'>,
  { cluster }: Settings,
  python: PythonEnvironment,
  starting: () => void,
  signal: AbortSignal,
): Promise<Target> {
  switch (cluster.kind) {
    case 'none':
      throw new RaybarFailure(noCluster);
    case 'embedded': {
      starting();
      const { headAddress, tokenFile, dashboardUrl } = await embedded.ensure(python, signal);
      return { headAddress, tokenFile, dashboardUrl, embedded: true };
    }
    case 'address': {
      const tokenFile = cluster.tokenFile && expandHome(cluster.tokenFile);
      return {
        headAddress: cluster.headAddress,
        tokenFile,
        dashboardUrl: cluster.dashboardAddress,
        embedded: false,
      };
    }
  }
}

const noCluster: RaybarError = {
  code: 'no-cluster',
  tried: 'Prepared to join a cluster',
  found: 'No cluster is chosen.',
  fixes: ['Choose "Join a cluster…" or "Try it here".'],
  retryable: false,
};

export function orThrow<T>(result: Result<T>): T {
  if (result.type === 'error') throw new RaybarFailure(result.error);
  return result.value;
}

import type { DoctorFinding } from '../../../shared/doctor';
import type { ErrorCode } from '../../../shared/errors';
import type { Settings } from '../../../shared/settings';
import type { Snapshot } from '../../../shared/snapshot';
import { headline } from '../../../shared/view/headline';
import { workerError } from '../../../shared/worker-state';
import type { AppFacts } from './app-facts';
import { finding, findingOf, type Probe } from './probe';

/** What the snapshot says of the worker, beside what was found until then. */
export function workerProbe(
  snapshot: () => Snapshot,
  now: () => number,
  found: readonly DoctorFinding[],
): Probe {
  const head = found.find(({ check }) => check === 'head') ?? null;
  return {
    checks: ['worker'],
    tried: 'Looked at the worker’s state',
    timeLimitMs: 1_000,
    find: async () => [workerFinding(snapshot(), now(), head)],
  };
}

/** Pure: a worker that is out because its owner wants that is well; one that is in is not while its head does not answer. */
export function workerFinding(snapshot: Snapshot, now: number, head: DoctorFinding | null): DoctorFinding {
  const { worker, decision } = snapshot;
  const error = workerError(worker);
  if (error !== null) return findingOf('worker', error, [{ kind: 'logs' }]);
  const tried = 'Looked at the worker’s state';
  if (snapshot.cluster.kind === 'none')
    return finding('worker', 'ok', { tried, found: 'There is none: no cluster is chosen yet.' });
  const { title, subtitle } = headline(snapshot, now);
  const found = [title, ...(subtitle === '' ? [] : [subtitle]), decision.why].join(' · ');
  const isIn = worker.kind === 'contributing' || worker.kind === 'draining';
  if (!isIn || head?.status !== 'failed') return finding('worker', 'ok', { tried, found: `${found}.` });
  return finding('worker', 'warning', {
    code: head.code,
    tried,
    found: `${found}. But the head’s check has failed: if that lasts, the worker is lost, and Raybar rejoins by itself.`,
  });
}

export interface PortsProbeParts {
  controlSocket: string;
  /** Null when somebody listens there, else why not. */
  connect: (socket: string) => Promise<string | null>;
  settings: () => Settings;
  problems: () => Snapshot['problems'];
}

/** What Raybar itself listens on. The worker's ports are none of it: Raybar picks free ones at each join. */
export function portsProbe({ controlSocket, connect, settings, problems }: PortsProbeParts): Probe {
  return {
    checks: ['ports'],
    tried: 'Connected to the control socket, and looked whether metrics are served',
    timeLimitMs: 5_000,
    find: async () => [
      portsFinding({
        controlSocket,
        refused: await connect(controlSocket),
        metrics: settings().metrics,
        problem: problems().find(({ code }) => ofMetrics.has(code)) ?? null,
      }),
    ],
  };
}

/** What keeps metrics from being served or pushed. */
const ofMetrics: ReadonlySet<ErrorCode> = new Set(['port-taken', 'metrics-not-served', 'metrics-not-pushed']);

interface SeenPorts {
  controlSocket: string;
  /** Null: it took the connection. */
  refused: string | null;
  metrics: Settings['metrics'];
  problem: Snapshot['problems'][number] | null;
}

/** Pure. */
export function portsFinding({ controlSocket, refused, metrics, problem }: SeenPorts): DoctorFinding {
  const tried = `Connected to the control socket ${controlSocket}, and looked whether metrics are served`;
  if (refused !== null)
    return finding('ports', 'failed', {
      tried,
      found: `Nobody answers at the control socket (${refused}): the command raybar can’t reach Raybar.`,
      fixes: ['Quit Raybar from its menu and start it again.', 'Raybar’s log tells why it could not listen.'],
      actions: [{ kind: 'logs' }],
    });
  // No task suffers from it.
  if (problem !== null)
    return findingOf('ports', problem, [{ kind: 'settings', field: 'metrics.port' }], 'warning');
  const served = metrics.enabled
    ? `Metrics are served at ${metrics.host}:${metrics.port}.`
    : 'Metrics are not served: that is off.';
  const found = `The control socket answers. ${served} Ray’s ports are picked free at each join.`;
  return finding('ports', 'ok', { tried, found });
}

/** Nothing to judge: what somebody who helps asks first. */
export function appProbe(facts: AppFacts): Probe {
  return {
    checks: ['app'],
    tried: 'Asked for versions',
    timeLimitMs: 1_000,
    find: async () => [appFinding(facts)],
  };
}

const appFinding = ({ raybar, electron, node, system, machine }: AppFacts): DoctorFinding =>
  finding('app', 'ok', {
    tried: 'Asked for versions',
    found: `Raybar ${raybar}, Electron ${electron}, Node ${node}, ${system}, ${machine}.`,
  });

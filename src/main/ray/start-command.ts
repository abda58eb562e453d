import type { Settings } from '../../shared/settings';
import { joinLabelKey } from './join-label';
import { rayEnvironment } from './process-environment';

/** A program to start: no shell, no secret in its arguments. `env` is the whole environment. */
export interface StartCommand {
  file: string;
  args: string[];
  env: Record<string, string>;
}

export interface MachineFacts {
  platform: NodeJS.Platform;
  appleSilicon: boolean;
  cpuCount: number;
  memoryBytes: number;
}

export interface WorkerStart {
  worker: Settings['worker'];
  /** The interpreter of the Python environment (PythonEnvironment.python). */
  python: string;
  headAddress: string;
  /** The address of the interface that routes to the head, or the settings' own. Ray's own guess is misled by VPNs. */
  nodeIpAddress: string;
  /** Fresh for each join. */
  label: string;
  machine: MachineFacts;
  /** null for a head without auth. */
  tokenFile: string | null;
  /** A free port for the dashboard's agent. Ray's 52365 is taken where another node runs on this machine. */
  agentListenPort: number;
  /** The head runs on this machine too: then the workers' ports are left to the OS, because two raylets would give out the same ones. */
  sharesMachine: boolean;
  /** The app's own environment; only HOME, PATH, LANG, TMPDIR and their like are handed on. */
  ambient: Readonly<Record<string, string | undefined>>;
}

/** The `ray` command as a module: the script in bin/ carries the path at which its environment was made, and breaks when that moves. */
export const rayModule = ['-m', 'ray.scripts.scripts'] as const;

/** Plain lines for the log file that the output goes to. */
export const plainOutput = ['--log-style=record', '--log-color=false'] as const;

/** Ray's own range is 10002 to 19999, handed out by each raylet as if it were alone. */
export const anyWorkerPorts = ['--min-worker-port=0', '--max-worker-port=0'] as const;

/** Ray's cap for the object store on macOS, unless it is told otherwise (ray_constants.MAC_DEGRADED_PERF_MMAP_SIZE_LIMIT). */
const macObjectStoreLimitBytes = 2 * 2 ** 30;

/** `ray start --address … --block`, to be spawned detached in a group of its own. */
export function workerStartCommand(start: WorkerStart): StartCommand {
  const { worker, python, machine, label } = start;
  const { cpus, gpus, resources } = workerResources(worker, machine);
  const objectStoreBytes = worker.objectStoreBytes === 'auto' ? null : worker.objectStoreBytes;
  const args = [
    ...rayModule,
    'start',
    `--address=${start.headAddress}`,
    `--node-ip-address=${start.nodeIpAddress}`,
    `--num-cpus=${cpus}`,
    `--num-gpus=${gpus}`,
    ...(Object.keys(resources).length > 0 ? [`--resources=${JSON.stringify(resources)}`] : []),
    `--labels=${labelsArgument(worker.labels, label)}`,
    ...(objectStoreBytes === null ? [] : [`--object-store-memory=${objectStoreBytes}`]),
    `--dashboard-agent-listen-port=${start.agentListenPort}`,
    ...(start.sharesMachine ? anyWorkerPorts : []),
    '--disable-usage-stats',
    ...plainOutput,
    '--block',
  ];
  const env = rayEnvironment({
    ambient: start.ambient,
    python,
    extra: worker.environment,
    tokenFile: start.tokenFile,
    label,
    platform: machine.platform,
  });
  if (machine.platform === 'darwin' && (objectStoreBytes ?? 0) > macObjectStoreLimitBytes) {
    env['RAY_ENABLE_MAC_LARGE_OBJECT_STORE'] = '1';
  }
  return { file: python, args, env };
}

/** What the settings' "auto" comes to on this machine. */
export function workerResources(
  worker: Settings['worker'],
  machine: Pick<MachineFacts, 'appleSilicon' | 'cpuCount'>,
): { cpus: number; gpus: number; resources: Record<string, number> } {
  return {
    cpus: worker.cpus === 'auto' ? machine.cpuCount : worker.cpus,
    gpus: worker.gpus === 'auto' ? (machine.appleSilicon ? 1 : 0) : worker.gpus,
    resources:
      worker.resources === 'auto' ? (machine.appleSilicon ? { gpu_apple_mps: 1 } : {}) : worker.resources,
  };
}

/** `KEY=VALUE,…`; the join's own label can't be taken by a setting. */
function labelsArgument(labels: Readonly<Record<string, string>>, label: string): string {
  return Object.entries({ ...labels, [joinLabelKey]: label })
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

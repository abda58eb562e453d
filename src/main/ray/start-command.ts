import type { Settings } from '../../shared/settings';

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
  /** The app's own environment; only HOME, PATH, LANG, TMPDIR and their like are handed on. */
  ambient: Readonly<Record<string, string | undefined>>;
}

/** `ray start --address … --block`, to be spawned detached in a group of its own. */
export declare function workerStartCommand(start: WorkerStart): StartCommand;

/** What the settings' "auto" comes to on this machine. */
export declare function workerResources(
  worker: Settings['worker'],
  machine: MachineFacts,
): { cpus: number; gpus: number; resources: Record<string, number> };

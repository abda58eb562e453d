import type { Snapshot } from '../../shared/snapshot';
import { formatBytes } from '../../shared/view/format';
import { thisComputer } from '../../shared/view/words';

/** What "automatic" comes to on this machine, by field. */
export interface AutoMeans {
  readonly nodeIpAddress: string;
  readonly cpus: string;
  readonly gpus: string;
  readonly resources: string;
  readonly objectStore: string;
  readonly pythonEnvironment: string;
  readonly modelCacheDirectory: string;
  readonly pushInstance: string;
}

export function autoMeans({ app, machine }: Snapshot): AutoMeans {
  const here = thisComputer(app.platform);
  const mac = app.platform === 'darwin';
  return {
    nodeIpAddress: 'the address that leads to the head',
    cpus: `${machine.cpuCount}, all of ${here}`,
    gpus: machine.appleSilicon ? '1, Apple’s GPU' : '0',
    resources: machine.appleSilicon ? 'gpu_apple_mps: 1' : 'none',
    objectStore: `Ray’s rule, about ${formatBytes(raysObjectStoreBytes(machine.memoryBytes, mac))}`,
    pythonEnvironment: 'the one that Raybar prepares',
    modelCacheDirectory: 'HF_HOME of these variables, else ~/.cache/huggingface',
    pushInstance: machine.hostname.trim() || 'the host’s name',
  };
}

/** Ray takes 30 % of the memory, and on macOS at most 2 GiB, because a larger store is slow there. */
function raysObjectStoreBytes(memoryBytes: number, mac: boolean): number {
  const share = memoryBytes * 0.3;
  return mac ? Math.min(share, 2 * 2 ** 30) : share;
}

import os from 'node:os';

export interface MachineFacts {
  hostname: string;
  /** e.g. "Apple M4 Pro". */
  chip: string;
  /** Logical CPUs. */
  cpuCount: number;
  memoryBytes: number;
  appleSilicon: boolean;
}

/** What Node knows on every platform; the OS' own answers go on top. */
export function portableMachineFacts(): MachineFacts {
  const cpus = os.cpus();
  return {
    hostname: os.hostname(),
    // ARM Linux gives no model, or "unknown".
    chip: cpus.find(({ model }) => model.trim() !== '' && model !== 'unknown')?.model.trim() ?? os.arch(),
    cpuCount: Math.max(1, cpus.length),
    memoryBytes: os.totalmem(),
    appleSilicon: false,
  };
}

import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sysctlNames } from '../../src/main/observe/darwin/sysctl-values';
import { openDarwinShim } from './darwin-shim';
import { playMac, recordedMac, type RecordedMac } from './recorded-mac';

export interface PlayedValues {
  readonly gpuPercent?: number;
  readonly gpuInUseBytes?: number;
  /** As the kernel counts it: 1 normal, 2 warning, 4 critical. */
  readonly pressureLevel?: 1 | 2 | 4;
}

/** A recorded M4 whose values change, for a Raybar that runs the macOS code; its processes are this machine's real ones. */
export interface PlayedMac {
  /** For RAYBAR_TEST_MAC_COMMANDS. */
  readonly commands: string;
  /** The commands answer with these from now on; what is not named is as it was recorded. */
  play(values: PlayedValues): Promise<void>;
}

export async function openPlayedMac(folder: string): Promise<PlayedMac> {
  const commands = path.join(folder, 'bin');
  let scene = 0;
  const play = async (values: PlayedValues): Promise<void> => {
    // Made aside and put in place at once: a command that runs meanwhile reads the old answers or the new ones.
    scene += 1;
    const shim = await openDarwinShim(path.join(folder, String(scene)));
    const mac = await recordedMac();
    await playMac(shim, { ...mac, ioreg: ioregWith(mac, values) });
    const sysctl = sysctlWith(mac, values);
    await shim.answer('sysctl', {
      [sysctlNames.join(' ')]: { stdout: sysctl },
      [factNames.join(' ')]: { stdout: `${sysctl}hw.logicalcpu: 10\nhw.optional.arm64: 1\n` },
    });
    const made = path.join(folder, String(scene), 'bin');
    await writeFile(path.join(made, 'ps'), realProcesses);
    await chmod(path.join(made, 'ps'), 0o755);
    await mkdir(commands, { recursive: true });
    for (const name of ['ioreg', 'sysctl', 'vm_stat', 'netstat', 'pmset', 'df', 'ps'])
      await rename(path.join(made, name), path.join(commands, name));
  };
  await play({});
  return { commands, play };
}

/** What the app asks once, when it starts. */
const factNames = ['machdep.cpu.brand_string', 'hw.memsize', 'hw.logicalcpu', 'hw.optional.arm64'];

const ioregWith = ({ ioreg }: RecordedMac, { gpuPercent, gpuInUseBytes }: PlayedValues): string => {
  const numbers = {
    ...(gpuPercent === undefined ? {} : { 'Device Utilization %': gpuPercent }),
    // More cannot be in use than is allocated.
    ...(gpuInUseBytes === undefined
      ? {}
      : { 'In use system memory': gpuInUseBytes, 'Alloc system memory': gpuInUseBytes * 1.1 }),
  };
  return Object.entries(numbers).reduce(
    (text, [key, value]) => text.replace(new RegExp(`"${key}"=\\d+`), `"${key}"=${Math.round(value)}`),
    ioreg,
  );
};

const sysctlWith = ({ sysctl }: RecordedMac, { pressureLevel = 1 }: PlayedValues): string =>
  sysctl.replace(/(memorystatus_vm_pressure_level): \d/, `$1: ${pressureLevel}`);

/** macOS' columns are known to this machine's ps too. */
const realProcesses = '#!/bin/sh\nexec /bin/ps "$@"\n';

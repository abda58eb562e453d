import { readdirSync } from 'node:fs';
import { readKernelFile } from '../../system/linux/read-kernel-file';
import type { CoolingDevice } from './cooling';
import type { PowerSupply } from './power-supply';

/** A part of /proc or /sys as text; null for what is not there or not ours to read. */
export const readText = (path: string): string | null => readKernelFile(path, 'latin1');

/** Null where there is no such folder: that is another thing than an empty one. */
export function listNames(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}

const value = (path: string): string | null => readText(path)?.trim() ?? null;

/** Null where the kernel knows no power supplies at all. */
export function readPowerSupplies(sysRoot: string): PowerSupply[] | null {
  const folder = `${sysRoot}/class/power_supply`;
  const names = listNames(folder);
  return (
    names &&
    names.map((name) => ({
      type: value(`${folder}/${name}/type`),
      scope: value(`${folder}/${name}/scope`),
      online: value(`${folder}/${name}/online`),
      status: value(`${folder}/${name}/status`),
      capacity: value(`${folder}/${name}/capacity`),
    }))
  );
}

export function readCoolingDevices(sysRoot: string): CoolingDevice[] {
  const folder = `${sysRoot}/class/thermal`;
  return (listNames(folder) ?? [])
    .filter((name) => name.startsWith('cooling_device'))
    .map((name) => ({
      type: value(`${folder}/${name}/type`),
      curState: value(`${folder}/${name}/cur_state`),
    }));
}

/** The statistics' files of the compressed block devices that swap lies on. */
export function listZrams(sysRoot: string): string[] {
  return (listNames(`${sysRoot}/block`) ?? [])
    .filter((name) => name.startsWith('zram'))
    .map((name) => `${sysRoot}/block/${name}/mm_stat`);
}

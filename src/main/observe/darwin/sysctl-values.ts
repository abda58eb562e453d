/**
 * Pure: `name: value` lines. An oid that this macOS does not know is named on stderr alone, and is missing here. What follows setting one
 * (`iogpu.wired_limit_mb: 0 -> 114688`) counts as the new value.
 */
export function parseSysctl(stdout: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, value] of stdout.matchAll(/^([a-zA-Z][\w.]*): (.+)\n/gm)) {
    if (name !== undefined && value !== undefined)
      values.set(name, value.trim().replace(/^\S+ -> (?=\S+$)/, ''));
  }
  return values;
}

/** All that telemetry asks of sysctl, in one call; what may be unknown stands last. */
export const sysctlNames = [
  'hw.memsize',
  'vm.swapusage',
  'kern.memorystatus_vm_pressure_level',
  'machdep.cpu.brand_string',
  'hw.nperflevels',
  'hw.perflevel0.name',
  'hw.perflevel0.logicalcpu',
  'hw.perflevel1.name',
  'hw.perflevel1.logicalcpu',
  'iogpu.wired_limit_mb',
] as const;

import { CommandError } from '../command-error';
import { type MachineFacts, portableMachineFacts } from '../machine-facts';
import type { RunCommand } from '../run-command';

/** `hw.optional.arm64` is last: an Intel Mac does not know it, and `sysctl` may stop there with exit code 1. */
const names = ['machdep.cpu.brand_string', 'hw.memsize', 'hw.logicalcpu', 'hw.optional.arm64'] as const;

/** The chip as the kernel names it: true also for a program that runs under Rosetta, where Node only sees an Intel CPU. */
export async function sysctlFacts(run: RunCommand): Promise<MachineFacts> {
  const stdout = await run('sysctl', names).then(
    (output) => output.stdout,
    (error: unknown) => {
      if (error instanceof CommandError) return error.stdout;
      throw error;
    },
  );
  return parseSysctlFacts(stdout, portableMachineFacts());
}

/** Pure: `name: value` lines over what Node knows; what `sysctl` does not tell stays as it was. */
export function parseSysctlFacts(stdout: string, portable: MachineFacts): MachineFacts {
  const values = new Map(
    stdout.split('\n').flatMap((line): [string, string][] => {
      const [, name, value] = /^([\w.]+): (.+)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.trim()]];
    }),
  );
  const whole = (name: string): number | null => {
    const value = Number(values.get(name));
    return Number.isSafeInteger(value) && value > 0 ? value : null;
  };
  return {
    hostname: portable.hostname,
    chip: values.get('machdep.cpu.brand_string') ?? portable.chip,
    cpuCount: whole('hw.logicalcpu') ?? portable.cpuCount,
    memoryBytes: whole('hw.memsize') ?? portable.memoryBytes,
    appleSilicon: values.get('hw.optional.arm64') === '1',
  };
}

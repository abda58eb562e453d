import type { Reading, Telemetry } from '../../../shared/telemetry';
import { percentOf, unavailable } from '../reading';

/** Pure: `pmset -g therm`. An Apple Silicon Mac was never seen telling more than that nothing has been recorded. */
export function parseTherm(stdout: string): Telemetry['thermal'] {
  const speed = figureOf('CPU_Speed_Limit', stdout);
  const scheduler = figureOf('CPU_Scheduler_Limit', stdout);
  const warnings = [...stdout.matchAll(/^\s*(?:thermal|performance) warning level\s*=\s*(\d+)\s*$/gim)];
  const quiet = /^Note: No CPU power status has been recorded\s*$/m.test(stdout);
  if (speed === null && !quiet) return unavailable('pmset does not tell the thermal state');
  const speedLimitPercent: Reading<number> =
    speed === null ? unavailable('the system does not tell it') : percentOf(speed, 'the CPU’s speed limit');
  return {
    throttled:
      (speed !== null && speed < 100) ||
      (scheduler !== null && scheduler < 100) ||
      warnings.some(([, level]) => Number(level) > 0),
    speedLimitPercent,
  };
}

/** `\tCPU_Speed_Limit \t= 72`; the line must be whole. */
function figureOf(name: string, stdout: string): number | null {
  const figure = new RegExp(`^\\s*${name}\\s*=\\s*(\\d{1,3})[ \\t]*\\n`, 'm').exec(stdout)?.[1];
  return figure === undefined ? null : Number(figure);
}

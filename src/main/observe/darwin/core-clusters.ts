import type { Reading } from '../../../shared/telemetry';
import type { CoreClusters } from '../cpu-load';
import { countOf, unavailable } from '../reading';

/**
 * Pure: how many of the CPUs are efficiency cores. perflevel0 is the fastest kind (sysctl.h, quoted in github.com/open-mpi/hwloc/issues/507), and
 * macOS numbers the efficiency cores first (github.com/oshi/oshi/pull/3541). On an Ultra the two dies' clusters alternate (E0, P0, P1, E1 …), and
 * chips with three kinds have more names: there it is not known which CPU is which.
 */
export function coreClusters(values: ReadonlyMap<string, string>, cpuCount: number): Reading<CoreClusters> {
  const chip = values.get('machdep.cpu.brand_string') ?? '';
  if (/\bUltra\b/.test(chip)) return unavailable(`the order of the ${chip}’s cores is not known`);
  const kinds = values.get('hw.nperflevels') ?? '2';
  const performance = cores('hw.perflevel0', 'Performance', values);
  const efficiency = cores('hw.perflevel1', 'Efficiency', values);
  if (kinds !== '2' || performance === null || efficiency === null)
    return unavailable('the system does not tell efficiency and performance cores apart');
  if (performance + efficiency !== cpuCount)
    return unavailable(`${performance} and ${efficiency} cores are not the ${cpuCount} that are seen`);
  return { efficiency, performance };
}

function cores(level: string, expected: string, values: ReadonlyMap<string, string>): number | null {
  // macOS 12 names no kinds yet.
  if ((values.get(`${level}.name`) ?? expected) !== expected) return null;
  // There is no hyper-threading on Apple Silicon: the two are the same.
  const told = values.get(`${level}.logicalcpu`) ?? values.get(`${level}.physicalcpu`);
  const count = countOf(told, `the number of ${expected} cores`);
  return typeof count === 'number' && count > 0 ? count : null;
}

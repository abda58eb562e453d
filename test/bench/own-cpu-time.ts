import { readFileSync } from 'node:fs';
import { readAuxv } from '../../src/main/system/linux/auxv';

/**
 * CPU time in µs that this process has used, with that of the children that it waited for: a command that was started is its starter's cost. Its own
 * to 1 µs, its children's to a tick of the kernel (10 ms), so take it over many.
 */
export function ownCpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // cutime and cstime are fields 16 and 17; what follows the name begins with field 3.
  const [childUser = 0, childSystem = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(13, 15)
    .map(Number);
  return user + system + ((childUser + childSystem) * 1e6) / readAuxv().ticksPerSecond;
}

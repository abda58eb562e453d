import type { DoctorFinding } from '../../../shared/doctor';
import { isAvailable, type Telemetry } from '../../../shared/telemetry';
import { formatBytes, formatBytesOf, formatPercent } from '../../../shared/view/format';
import { gpuHolds } from '../../../shared/view/gpu-words';
import { pressureNames } from '../../../shared/view/pressure-words';
import { finding, type Probe } from './probe';

/** What telemetry has read last anyway: nothing is measured for the doctor. */
export function machineProbe(telemetry: () => Telemetry): Probe {
  return {
    checks: ['memory', 'gpu'],
    tried: 'Took the last reading of the machine',
    timeLimitMs: 1_000,
    async find() {
      const reading = telemetry();
      return [memoryFinding(reading), gpuFinding(reading)];
    },
  };
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

const look: DoctorFinding['actions'] = [{ kind: 'activity' }];

/** Pure. The system's own word on pressure decides; free memory alone says little. */
export function memoryFinding({ memory, pressure, swap }: Telemetry): DoctorFinding {
  const tried = 'Took the last reading of memory, its pressure and swap';
  if (!isAvailable(memory))
    return finding('memory', 'unavailable', { tried, found: sentence(memory.unavailable) });
  const swapped = isAvailable(swap)
    ? swap.usedBytes > 0
      ? `, swap ${formatBytes(swap.usedBytes)}`
      : ', no swap'
    : `, swap not known (${swap.unavailable})`;
  const used = `${formatBytesOf(memory.usedBytes, memory.totalBytes)} used${swapped}`;
  if (!isAvailable(pressure)) {
    const found = `${used}. How pressed memory is, is not known: ${pressure.unavailable}.`;
    return finding('memory', 'unavailable', { tried, found });
  }
  const found = `Pressure ${pressureNames[pressure]}: ${used}.`;
  if (pressure === 'normal') return finding('memory', 'ok', { tried, found });
  return finding('memory', pressure === 'critical' ? 'failed' : 'warning', {
    tried,
    found,
    fixes: [
      'Close what takes much memory, or drain the worker until there is more: Activity tells whose it is.',
      'Lower the object store’s size or the CPUs in Settings, so that fewer tasks come at once.',
    ],
    actions: [...look, { kind: 'settings', field: 'worker.objectStoreBytes' }],
  });
}

/** Pure. */
export function gpuFinding({ gpu }: Telemetry): DoctorFinding {
  const tried = 'Took the last reading of the GPU';
  if (!isAvailable(gpu)) return finding('gpu', 'unavailable', { tried, found: sentence(gpu.unavailable) });
  const { model, devicePercent, inUseBytes, limit } = gpu;
  const holds = gpuHolds(gpu);
  const found = [
    isAvailable(model) ? model : 'Model not known',
    isAvailable(devicePercent)
      ? `${formatPercent(devicePercent)} busy`
      : `use not known (${devicePercent.unavailable})`,
    isAvailable(holds) ? `holds ${holds.text}` : `memory not known (${holds.unavailable})`,
  ].join(', ');
  const full = isAvailable(inUseBytes) && isAvailable(limit) && inUseBytes >= limit.bytes;
  if (!full) return finding('gpu', 'ok', { tried, found: `${found}.` });
  return finding('gpu', 'warning', {
    tried,
    found: `${found}: it is at its limit${limit.estimated ? ', as far as the system tells that' : ''}, and the next allocation fails (MPS out of memory).`,
    fixes: ['Run fewer tasks with MPS at once, or smaller batches; Activity tells whose memory it is.'],
    actions: look,
  });
}

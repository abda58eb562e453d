import { pressureLevels, type Telemetry } from '../../shared/telemetry';
import { asRatio, byLabel, counter, gauge, ofPart, stateSet, type MetricFamily } from './metric-family';

/** Pure: what the machine does, its GPU and unified memory first. */
export function machineMetrics(telemetry: Telemetry): MetricFamily[] {
  return [...gpuMetrics(telemetry), ...memoryMetrics(telemetry), ...restMetrics(telemetry)];
}

function gpuMetrics({ gpu }: Telemetry): MetricFamily[] {
  const limit = ofPart(gpu, (told) => told.limit);
  return [
    gauge(
      'raybar_gpu_utilization_ratio',
      'How busy the GPU is, 0 to 1.',
      asRatio(ofPart(gpu, (told) => told.devicePercent)),
    ),
    gauge(
      'raybar_gpu_renderer_utilization_ratio',
      "How busy the GPU's renderer is, 0 to 1.",
      asRatio(ofPart(gpu, (told) => told.rendererPercent)),
    ),
    gauge(
      'raybar_gpu_tiler_utilization_ratio',
      "How busy the GPU's tiler is, 0 to 1.",
      asRatio(ofPart(gpu, (told) => told.tilerPercent)),
    ),
    gauge(
      'raybar_gpu_memory_in_use_bytes',
      'Unified memory that the GPU uses; part of app and wired memory, not beside them.',
      ofPart(gpu, (told) => told.inUseBytes),
    ),
    gauge(
      'raybar_gpu_memory_allocated_bytes',
      'Unified memory that is allocated for the GPU.',
      ofPart(gpu, (told) => told.allocatedBytes),
    ),
    gauge(
      'raybar_gpu_memory_limit_bytes',
      'Unified memory that the GPU may hold.',
      ofPart(limit, ({ bytes }) => bytes),
    ),
    gauge(
      'raybar_gpu_memory_limit_estimated',
      "1 where the limit is the system's default rule, 0 where the system told it.",
      ofPart(limit, ({ estimated }) => (estimated ? 1 : 0)),
    ),
    gauge(
      'raybar_gpu_cores',
      "The GPU's cores.",
      ofPart(gpu, (told) => told.coreCount),
    ),
  ];
}

function memoryMetrics({ memory, swap, pressure, counted }: Telemetry): MetricFamily[] {
  return [
    byLabel(
      'gauge',
      'raybar_memory_bytes',
      'Unified memory by what holds it; the parts add up to raybar_memory_size_bytes.',
      'part',
      {
        app: ofPart(memory, ({ appBytes }) => appBytes),
        wired: ofPart(memory, ({ wiredBytes }) => wiredBytes),
        compressed: ofPart(memory, ({ compressedBytes }) => compressedBytes),
        cached: ofPart(memory, ({ cachedBytes }) => cachedBytes),
        free: ofPart(memory, ({ freeBytes }) => freeBytes),
      },
    ),
    gauge(
      'raybar_memory_size_bytes',
      'All unified memory.',
      ofPart(memory, ({ totalBytes }) => totalBytes),
    ),
    stateSet(
      'raybar_memory_pressure',
      "The system's word on memory pressure: 1 for the level that is.",
      'level',
      pressureLevels,
      pressure,
    ),
    gauge(
      'raybar_swap_used_bytes',
      'Swap in use.',
      ofPart(swap, ({ usedBytes }) => usedBytes),
    ),
    gauge(
      'raybar_swap_size_bytes',
      'All swap; macOS makes more as it needs it.',
      ofPart(swap, ({ totalBytes }) => totalBytes),
    ),
    counter(
      'raybar_swap_in_bytes_total',
      'Read back from swap since Raybar was started.',
      ofPart(counted.swap, ({ inBytes }) => inBytes),
    ),
    counter(
      'raybar_swap_out_bytes_total',
      'Written to swap since Raybar was started.',
      ofPart(counted.swap, ({ outBytes }) => outBytes),
    ),
  ];
}

function restMetrics({ cpu, counted, modelCacheDisk, thermal, power }: Telemetry): MetricFamily[] {
  return [
    gauge(
      'raybar_cpu_utilization_ratio',
      'How busy all CPU cores are together, 0 to 1.',
      asRatio(cpu.percent),
    ),
    byLabel(
      'gauge',
      'raybar_cpu_cluster_utilization_ratio',
      'How busy the cores of a kind are, 0 to 1.',
      'cluster',
      { efficiency: asRatio(cpu.efficiencyPercent), performance: asRatio(cpu.performancePercent) },
    ),
    counter(
      'raybar_network_receive_bytes_total',
      'Received over the network since Raybar was started.',
      ofPart(counted.network, ({ receivedBytes }) => receivedBytes),
    ),
    counter(
      'raybar_network_transmit_bytes_total',
      'Sent over the network since Raybar was started.',
      ofPart(counted.network, ({ sentBytes }) => sentBytes),
    ),
    gauge(
      'raybar_model_cache_disk_free_bytes',
      "Free space of the volume that holds the models' cache.",
      ofPart(modelCacheDisk, ({ freeBytes }) => freeBytes),
    ),
    gauge(
      'raybar_model_cache_disk_size_bytes',
      "Size of the volume that holds the models' cache.",
      ofPart(modelCacheDisk, ({ totalBytes }) => totalBytes),
    ),
    gauge(
      'raybar_thermal_throttled',
      '1 while heat slows the machine down.',
      ofPart(thermal, ({ throttled }) => (throttled ? 1 : 0)),
    ),
    gauge(
      'raybar_cpu_speed_limit_ratio',
      "What heat leaves of the CPU's full speed, 0 to 1.",
      asRatio(ofPart(thermal, ({ speedLimitPercent }) => speedLimitPercent)),
    ),
    gauge(
      'raybar_power_on_battery',
      '1 while the machine runs on its battery.',
      ofPart(power, ({ source }) => (source === 'battery' ? 1 : 0)),
    ),
    gauge(
      'raybar_battery_charge_ratio',
      "The battery's charge, 0 to 1.",
      asRatio(ofPart(power, ({ batteryPercent }) => batteryPercent)),
    ),
  ];
}

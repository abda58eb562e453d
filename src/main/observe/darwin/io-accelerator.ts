import type { GpuReadings, Reading } from '../../../shared/telemetry';
import { countOf, percentOf, unavailable, wholeLines } from '../reading';

/** What `ioreg -r -d 1 -w 0 -c IOAccelerator` tells; the limit is told elsewhere. */
export type Accelerator = Omit<GpuReadings, 'limit'>;

export const ioregArguments = ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'] as const;

/** `+-o AGXAcceleratorG16G  <class AGXAcceleratorG16G, id 0x…`, behind the tree's own lines. */
const headPattern = /^[\s|]*\+-o ([^\s<]+)/;
/** A property of the entry itself: those of nested dictionaries are written without blanks around the equals sign. */
const propertyPattern = /^[\s|]*"([^"]+)" = (.*)$/;

interface Entry {
  name: string;
  properties: Map<string, string>;
}

/**
 * Pure: the GPU, whatever its class is called and in whatever order its keys come. Of several accelerators Apple's own is meant, else the
 * first that tells its use. Unavailable when none is listed.
 */
export function parseAccelerator(stdout: string): Reading<Accelerator> {
  const gpus = entriesOf(stdout).flatMap((entry) => {
    const statistics = entry.properties.get('PerformanceStatistics');
    return statistics === undefined ? [] : [{ ...entry, statistics: statisticsOf(statistics) }];
  });
  const telling = gpus.filter(({ statistics }) => statistics.has('Device Utilization %'));
  const gpu = telling.find(({ name }) => name.startsWith('AGX')) ?? telling[0] ?? gpus[0];
  if (gpu === undefined) return unavailable('ioreg lists no GPU with statistics');
  const { properties, statistics } = gpu;
  const cores = countOf(properties.get('gpu-core-count'), 'the number of GPU cores');
  return {
    model: modelOf(properties.get('model')),
    coreCount: cores === 0 ? unavailable('the system says 0 GPU cores') : cores,
    devicePercent: utilisation(statistics, 'Device Utilization %'),
    rendererPercent: utilisation(statistics, 'Renderer Utilization %'),
    tilerPercent: utilisation(statistics, 'Tiler Utilization %'),
    ...memoryOf(statistics),
  };
}

function entriesOf(stdout: string): Entry[] {
  const entries: Entry[] = [];
  for (const line of wholeLines(stdout)) {
    const name = headPattern.exec(line)?.[1];
    if (name !== undefined || entries.length === 0) entries.push({ name: name ?? '', properties: new Map() });
    const [, key, value] = propertyPattern.exec(line) ?? [];
    if (key !== undefined && value !== undefined) entries.at(-1)?.properties.set(key, value.trimEnd());
  }
  return entries;
}

/** `{"In use system memory (driver)"=0,"Device Utilization %"=30,…}`: whole quoted keys, so that no key is taken for a longer one. */
function statisticsOf(dictionary: string): Map<string, string> {
  const statistics = new Map<string, string>();
  if (!dictionary.startsWith('{')) return statistics;
  // A figure is whole only when something follows it: output that was cut may end in the middle of one.
  for (const [, key, value] of dictionary.matchAll(/"([^"]+)"=(-?[\w.]+)(?=[,}])/g)) {
    if (key !== undefined && value !== undefined) statistics.set(key, value);
  }
  return statistics;
}

function utilisation(statistics: ReadonlyMap<string, string>, key: string): Reading<number> {
  const value = countOf(statistics.get(key), key);
  return typeof value === 'number' ? percentOf(value, key) : value;
}

/** A virtual GPU tells more memory in use than allocated: then neither figure means what it says. */
function memoryOf(
  statistics: ReadonlyMap<string, string>,
): Pick<Accelerator, 'inUseBytes' | 'allocatedBytes'> {
  const inUseBytes = countOf(statistics.get('In use system memory'), 'the GPU’s memory in use');
  const allocatedBytes = countOf(statistics.get('Alloc system memory'), 'the GPU’s allocated memory');
  if (typeof inUseBytes === 'number' && typeof allocatedBytes === 'number' && inUseBytes > allocatedBytes) {
    const contradiction = unavailable('the system tells more GPU memory in use than allocated');
    return { inUseBytes: contradiction, allocatedBytes: contradiction };
  }
  return { inUseBytes, allocatedBytes };
}

/** `"Apple M4"`, or `<"Apple M4">` where it is data. */
function modelOf(value: string | undefined): Reading<string> {
  const model = /^<?"([^"]+)">?$/.exec(value ?? '')?.[1]?.trim();
  return model === undefined || model === '' ? unavailable('the system does not name the GPU') : model;
}

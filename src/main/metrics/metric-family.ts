import { isAvailable, type Reading, type Unavailable } from '../../shared/telemetry';

/** One metric with its series, before any library knows of it. Without a sample it is not told at all: absent is not 0. */
export interface MetricFamily {
  /** By https://prometheus.io/docs/practices/naming/: raybar_, base units, `_total` for counters alone. */
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  samples: readonly MetricSample[];
}

export interface MetricSample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** A series of its own; none where the machine did not tell. */
export function gauge(name: string, help: string, reading: Reading<number>): MetricFamily {
  return { name, help, type: 'gauge', samples: samplesOf(reading) };
}

export function counter(name: string, help: string, reading: Reading<number>): MetricFamily {
  return { name, help, type: 'counter', samples: samplesOf(reading) };
}

/** One series a label value; those of which nothing was told are left out. The values must be of a fixed list. */
export function byLabel(
  type: MetricFamily['type'],
  name: string,
  help: string,
  label: string,
  readings: Readonly<Record<string, Reading<number>>>,
): MetricFamily {
  const samples = Object.entries(readings).flatMap(([value, reading]) =>
    samplesOf(reading, { [label]: value }),
  );
  return { name, help, type, samples };
}

/** A state as Prometheus tells one: a series for every value it can have, 1 for the one that is. */
export function stateSet<T extends string>(
  name: string,
  help: string,
  label: string,
  values: readonly T[],
  reading: Reading<T>,
): MetricFamily {
  const told = isAvailable(reading) ? values : [];
  const readings = Object.fromEntries(told.map((value) => [value, value === reading ? 1 : 0]));
  return byLabel('gauge', name, help, label, readings);
}

/** Always 1: what it tells is in its labels. */
export function info(name: string, help: string, labels: Readonly<Record<string, string>>): MetricFamily {
  return { name, help, type: 'gauge', samples: [{ labels, value: 1 }] };
}

/** 63 % as 0.63: Prometheus counts in ratios. */
export const asRatio = (percent: Reading<number>): Reading<number> =>
  isAvailable(percent) ? percent / 100 : percent;

/** A reading of a part that may be unavailable as a whole. */
export function ofPart<T, R>(part: T | Unavailable, read: (told: T) => Reading<R>): Reading<R> {
  return isUnavailable(part) ? part : read(part);
}

const isUnavailable = (reading: unknown): reading is Unavailable =>
  typeof reading === 'object' && reading !== null && 'unavailable' in reading;

function samplesOf(reading: Reading<number>, labels: MetricSample['labels'] = {}): MetricSample[] {
  return isAvailable(reading) && Number.isFinite(reading) ? [{ labels, value: reading }] : [];
}

import type { MetricFamily } from './metric-family';

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The families as Prometheus reads them. The registry is made for the one answer: prom-client keeps what it was once told, and a reading
 * that is unavailable now must not be told as it last was.
 */
export async function metricsText(families: readonly MetricFamily[]): Promise<string> {
  // Loaded when somebody first asks: metrics are off for most.
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  for (const { name, help, type, samples } of families) {
    const labelNames = Object.keys(samples[0]?.labels ?? {});
    const configuration = { name, help, labelNames, registers: [registry] };
    if (type === 'gauge') {
      const metric = new Gauge(configuration);
      for (const { labels, value } of samples) metric.set(labels, value);
    } else {
      const metric = new Counter(configuration);
      for (const { labels, value } of samples) metric.inc(labels, value);
    }
  }
  return registry.metrics();
}

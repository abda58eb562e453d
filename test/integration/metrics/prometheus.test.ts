import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Snapshot } from '../../../src/shared/snapshot';
import { noTelemetry } from '../../../src/shared/telemetry';
import { exampleTelemetry } from '../../support/example-telemetry';
import { monitoringIn, withMetrics } from '../../support/monitoring';
import { ownPort } from '../../support/own-ports';
import { getText, promtool, startPrometheus, type OwnServer } from '../../support/prometheus';
import { exampleSnapshot } from '../../support/snapshots';
import { temporaryFolder } from '../../support/temporary-folder';
import { waitFor } from '../../support/wait-for';

const folder = temporaryFolder();
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  // The last that was started first.
  while (stops.length > 0) await stops.pop()?.();
});

async function serve(snapshot: Snapshot) {
  const port = await ownPort();
  const { monitoring } = monitoringIn(folder.path);
  stops.push(() => monitoring.close());
  await monitoring.open();
  monitoring.see(snapshot);
  monitoring.configure(withMetrics({ enabled: true, port }));
  const text = await waitFor('metrics', async () => (await getText(`http://127.0.0.1:${port}/metrics`)).text);
  return { monitoring, port, text };
}

const answerSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

/** The values of an instant query, by a label. */
async function query(
  prometheus: OwnServer,
  expression: string,
  label: string,
): Promise<Record<string, number>> {
  const { text } = await getText(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const { result } = answerSchema.parse(JSON.parse(text)).data;
  return Object.fromEntries(result.map(({ metric, value }) => [metric[label] ?? '', Number(value[1])]));
}

/** Waits for this answer: a scrape that came too late takes every series away until the next. */
async function answers(
  prometheus: OwnServer,
  expression: string,
  label: string,
  answer: Record<string, number>,
): Promise<void> {
  await waitFor(expression, async () => {
    expect(await query(prometheus, expression, label)).toEqual(answer);
    return true;
  });
}

const gib = 2 ** 30;

describe('A real Prometheus', () => {
  it('finds nothing to mend in the metrics of a busy Mac, of one that tells nothing, and of one on battery', async () => {
    const telemetries = [
      exampleTelemetry(true),
      noTelemetry,
      { ...exampleTelemetry(false), power: { source: 'battery' as const, batteryPercent: 41 } },
    ];
    for (const telemetry of telemetries) {
      const { text } = await serve(exampleSnapshot('contributing', { telemetry }));
      expect(text).toContain('raybar_build_info');
      expect(await promtool(['check', 'metrics'], text)).toBe('');
    }
  });

  it('scrapes Raybar, and sees a reading that has become unavailable go', async () => {
    const telemetry = exampleTelemetry(true);
    const { monitoring, port } = await serve(exampleSnapshot('contributing', { telemetry }));
    const prometheus = await startPrometheus(`127.0.0.1:${port}`);
    stops.push(() => prometheus.stop());
    await waitFor('a scrape', async () => (await query(prometheus, 'up', 'job'))['raybar'] === 1);
    await answers(prometheus, 'raybar_gpu_utilization_ratio', 'job', { raybar: 0.63 });
    await answers(prometheus, 'raybar_memory_bytes', 'part', {
      app: 13.7 * gib,
      wired: 16.3 * gib,
      compressed: 1.2 * gib,
      cached: 6.1 * gib,
      free: 10.7 * gib,
    });
    await answers(prometheus, 'raybar_worker_state == 1', 'state', { contributing: 1 });
    expect(await query(prometheus, 'raybar_battery_charge_ratio', 'job')).toEqual({});

    monitoring.see(
      exampleSnapshot('draining', { telemetry: { ...telemetry, gpu: { unavailable: 'gone' } } }),
    );
    await waitFor('the next state', async () => {
      const state = await query(prometheus, 'raybar_worker_state == 1', 'state');
      return 'draining' in state;
    });
    expect(await query(prometheus, 'raybar_gpu_utilization_ratio', 'job')).toEqual({});
    await answers(
      prometheus,
      'raybar_drains_total',
      'reason',
      expect.objectContaining({ owner: 1, sleep: 0 }),
    );
  });

  it('agrees with the alert rules and their tests', async () => {
    expect(await promtool(['check', 'rules', 'docs/monitoring/raybar-alerts.yml'])).toContain(
      '10 rules found',
    );
    expect(await promtool(['test', 'rules', 'docs/monitoring/raybar-alerts.test.yml'])).toContain('SUCCESS');
  });
});

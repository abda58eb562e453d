import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noCounters } from '../../../../src/main/metrics/counters';
import { metricFamilies } from '../../../../src/main/metrics/metric-families';
import { exampleTelemetry } from '../../../support/example-telemetry';
import { exampleSnapshot } from '../../../support/snapshots';

const read = (name: string): string => readFileSync(`docs/monitoring/${name}`, 'utf8');

/** A laptop that tells everything there is. */
const families = metricFamilies(
  {
    ...exampleSnapshot(),
    telemetry: {
      ...exampleTelemetry(true),
      thermal: { throttled: true, speedLimitPercent: 80 },
      power: { source: 'battery', batteryPercent: 50 },
    },
  },
  noCounters,
);
const names = new Set(families.map(({ name }) => name));
const namesIn = (text: string): Set<string> => new Set(text.match(/\braybar_[a-z_]*[a-z]\b(?!…)/g) ?? []);

describe('The documents of monitoring', () => {
  it('list every metric with its type, labels and help, and no other', () => {
    const rows = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| `raybar_'))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows.map(([, ...cells]) => cells.slice(0, 4))).toEqual(
      families.map(({ name, type, help, samples }) => [
        `\`${name}\``,
        type,
        Object.keys(samples[0]?.labels ?? {})
          .map((label) => `\`${label}\``)
          .join(', '),
        help,
      ]),
    );
  });

  it.each(['raybar-dashboard.json', 'raybar-alerts.yml'])('ask in %s for metrics that there are', (name) => {
    const asked = namesIn(read(name));
    expect(asked.size).toBeGreaterThan(8);
    expect([...asked].filter((one) => !names.has(one))).toEqual([]);
  });

  it('have a dashboard whose panels each ask for something and stand beside each other', () => {
    const {
      panels,
    }: { panels: { title: string; targets: unknown[]; gridPos: Record<'x' | 'y' | 'w' | 'h', number> }[] } =
      JSON.parse(read('raybar-dashboard.json'));
    expect(panels.length).toBeGreaterThan(15);
    const taken = new Set<string>();
    for (const { title, targets, gridPos } of panels) {
      expect({ title, asks: targets.length > 0 }).toEqual({ title, asks: true });
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(x).toBeLessThan(24);
          expect(taken).not.toContain(`${x},${y}`);
          taken.add(`${x},${y}`);
        }
      }
    }
  });
});

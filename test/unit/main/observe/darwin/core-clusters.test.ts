import { expect, it } from 'vitest';
import { coreClusters } from '../../../../../src/main/observe/darwin/core-clusters';
import { parseSysctl } from '../../../../../src/main/observe/darwin/sysctl-values';
import { macRecording } from '../../../../support/darwin-shim';

const [m2Max, m3Ultra, , m3Pro] = (
  await macRecording('sysctl-perflevel+memsize--M2Max-M3Ultra-M3Pro-collected.txt')
)
  .split(/^### .*\n/m)
  .slice(1)
  .map(parseSysctl);
const none = new Map<string, string>();

it('an M2 Max has 4 efficiency and 8 performance cores', () => {
  expect(coreClusters(m2Max ?? none, 12)).toEqual({ efficiency: 4, performance: 8 });
});

it('an M3 Pro has 6 and 5', () => {
  expect(coreClusters(m3Pro ?? none, 11)).toEqual({ efficiency: 6, performance: 5 });
});

it('on an Ultra it is not known which is which', () => {
  expect(coreClusters(m3Ultra ?? none, 28)).toEqual({ unavailable: expect.stringContaining('M3 Ultra') });
});

it('nor where the counts don’t add up, there are more kinds, or other ones', () => {
  expect(coreClusters(m2Max ?? none, 8)).toHaveProperty('unavailable');
  expect(coreClusters(new Map([...(m3Pro ?? none), ['hw.nperflevels', '3']]), 11)).toHaveProperty(
    'unavailable',
  );
  expect(coreClusters(new Map([...(m3Pro ?? none), ['hw.perflevel0.name', 'Super']]), 11)).toHaveProperty(
    'unavailable',
  );
  expect(coreClusters(none, 4)).toHaveProperty('unavailable');
});

import { expect, it } from 'vitest';
import { cpuTimeMs } from '../../../../../src/main/system/darwin/ps-listing';

it.each([
  // As in recordings of `ps aux` on Apple Silicon.
  ['1:35.69', 95_690],
  ['0:00.64', 640],
  ['235:12.03', 14_112_030],
  // A decimal comma, hours and days, as other versions print them.
  ['0:04,03', 4_030],
  ['02:28:29', 8_909_000],
  ['1-02:00:00', 93_600_000],
])('CPU time %s is %i ms', (time, ms) => {
  expect(cpuTimeMs(time)).toBe(ms);
});

it.each(['', '-', '35.69', '1:2', 'a:00.00'])('what is no time is unknown, not 0: %j', (time) => {
  expect(cpuTimeMs(time)).toBeNull();
});

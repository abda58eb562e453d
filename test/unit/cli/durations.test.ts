import { expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/cli-errors';
import { parseDuration } from '../../../src/cli/durations';

it.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['10m', 600_000],
  ['10 min', 600_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
  ['0', 0],
])('%s', (text, ms) => {
  expect(parseDuration(text, '--timeout')).toBe(ms);
});

it.each(['', 'soon', '10x', '-5m', '10m later', 'm', '1h 30'])('%j is none', (text) => {
  expect(() => parseDuration(text, '--timeout')).toThrow(UsageError);
});

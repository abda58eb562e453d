import { expect, it } from 'vitest';
import { parseBatt } from '../../../../../src/main/observe/darwin/pmset-batt';
import { parseTherm } from '../../../../../src/main/observe/darwin/pmset-therm';
import { macRecording } from '../../../../support/darwin-shim';

const untold = { unavailable: expect.any(String) };

it.each([
  ['pmset-g-batt--ac-attached.txt', 'mains', 80],
  ['pmset-g-batt--charged.txt', 'mains', 100],
  ['pmset-g-batt--discharging.txt', 'battery', 48],
])('power: %s', async (file, source, batteryPercent) => {
  expect(parseBatt(await macRecording(file))).toEqual({ source, batteryPercent });
});

it.each([
  [
    "Now drawing from 'AC Power'\n",
    { source: 'mains', batteryPercent: { unavailable: 'there is no battery' } },
  ],
  ["Now drawing from 'UPS Power'\n", { source: 'battery', batteryPercent: untold }],
  ['Using Batt (Charge:80%)\n', { source: 'battery', batteryPercent: untold }],
  ['BATT\n', { source: 'battery', batteryPercent: untold }],
  ['AC\n', { source: 'mains', batteryPercent: untold }],
  ['', untold],
  ['pmset: no power sources\n', untold],
])('power where no battery is listed: %j', (stdout, expected) => {
  expect(parseBatt(stdout)).toEqual(expected);
});

it('a healthy Apple Silicon Mac is not throttled, and does not tell its speed', async () => {
  expect(parseTherm(await macRecording('pmset-g-therm--AppleSilicon-healthy.txt'))).toEqual({
    throttled: false,
    speedLimitPercent: untold,
  });
});

it('a Mac that was slowed down is throttled', async () => {
  expect(parseTherm(await macRecording('pmset-g-therm--x86-throttled-format.txt'))).toEqual({
    throttled: true,
    speedLimitPercent: 72,
  });
});

it('a thermal warning is throttling, too', async () => {
  const healthy = await macRecording('pmset-g-therm--AppleSilicon-healthy.txt');
  const warned = healthy.replace(/^Note: No thermal.*$/m, 'Thermal Warning Level = 2');
  expect(parseTherm(warned)).toMatchObject({ throttled: true });
});

it.each(['', 'Note: No thermal warning level has been recorded\n'])(
  'heat that is not told is unknown: %j',
  (stdout) => {
    expect(parseTherm(stdout)).toEqual(untold);
  },
);

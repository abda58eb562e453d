import { describe, expect, it } from 'vitest';
import { thermalOf } from '../../../../../src/main/observe/linux/cooling';
import {
  memoryOf,
  parseMeminfo,
  swapOf,
  swappedPages,
  zramBytesOf,
} from '../../../../../src/main/observe/linux/meminfo';
import { parseNetDev, trafficOf } from '../../../../../src/main/observe/linux/net-dev';
import { powerOf, type PowerSupply } from '../../../../../src/main/observe/linux/power-supply';
import { pressureOf } from '../../../../../src/main/observe/linux/pressure';

const untold = { unavailable: expect.any(String) };
const kib = 1_024;

/** The lines of Linux 6.18 that count. */
const meminfo = parseMeminfo(`MemTotal:       24684092 kB
MemFree:        20811196 kB
MemAvailable:   23957356 kB
Buffers:            1824 kB
Cached:           175596 kB
SwapCached:            0 kB
SwapTotal:       2097148 kB
SwapFree:        2000000 kB
Zswap:             10000 kB
AnonPages:       2021460 kB
Shmem:              8856 kB
SReclaimable:     350248 kB
SUnreclaim:        37508 kB
HugePages_Total:       0
`);

describe('Linux’ memory', () => {
  it('is in a Mac’s parts, which add up', () => {
    const memory = memoryOf(meminfo, 5_000 * kib, 4_096);
    const appBytes = (2_021_460 + 8_856) * kib;
    const cachedBytes = (175_596 - 8_856 + 1_824 + 350_248) * kib;
    const compressedBytes = 15_000 * kib;
    const freeBytes = 20_811_196 * kib;
    const wiredBytes = 24_684_092 * kib - appBytes - cachedBytes - compressedBytes - freeBytes;
    expect(memory).toEqual({
      totalBytes: 24_684_092 * kib,
      usedBytes: appBytes + wiredBytes + compressedBytes,
      appBytes,
      wiredBytes,
      compressedBytes,
      cachedBytes,
      freeBytes,
      pageBytes: 4_096,
    });
  });

  it('adds up though the counters were not taken at one moment', () => {
    const later = new Map(meminfo).set('MemFree', 22_500_000 * kib);
    expect(memoryOf(later, 0, 4_096)).toMatchObject({ wiredBytes: 0, freeBytes: 22_500_000 * kib });
  });

  it('is unavailable where a part is missing', () => {
    expect(memoryOf(new Map([['MemTotal', kib]]), 0, 4_096)).toEqual(untold);
  });

  it('has its swap, and what was swapped', () => {
    expect(swapOf(meminfo)).toEqual({ usedBytes: 97_148 * kib, totalBytes: 2_097_148 * kib });
    expect(swappedPages('pgpgin 7\npswpin 12\npswpout 34\n')).toEqual([12, 34]);
    expect(swappedPages('pgpgin 7\n')).toEqual(untold);
  });

  it('counts what zram takes, not what it holds', () => {
    expect(
      zramBytesOf(' 1048576   262144   327680        0   327680        0        0        0        0\n'),
    ).toBe(327_680);
    expect(zramBytesOf('')).toBe(0);
  });
});

const psi = (some: string, full: string) =>
  `some avg10=${some} avg60=0.00 avg300=0.00 total=0\nfull avg10=${full} avg60=0.00 avg300=0.00 total=0\n`;

it.each([
  [psi('0.00', '0.00'), 'normal'],
  [psi('9.99', '4.00'), 'normal'],
  [psi('10.00', '4.00'), 'warning'],
  [psi('60.12', '10.00'), 'critical'],
  ['', untold],
])('memory pressure of %j', (text, expected) => {
  expect(pressureOf(text)).toEqual(expected);
});

describe('Linux’ network', () => {
  const rows = parseNetDev(`Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1292299250 2318911    0    0    0     0          0         0 1292299250 2318911    0    0    0     0       0          0
  eth0: 6462970380  172023    0    0    0     0          0         0 16234904  124693    0    0    0     0       0          0
veth1a: 500 5 0 0 0 0 0 0 600 6 0 0 0 0 0 0
docker0:500 5 0 0 0 0 0 0 600 6 0 0 0 0 0 0
`);

  it('is what went through real devices', () => {
    expect(trafficOf(rows, (name) => name === 'eth0')).toEqual([6_462_970_380, 16_234_904]);
  });

  it('counts nothing twice where there is no real device', () => {
    expect(trafficOf(rows, () => false)).toEqual([6_462_970_380, 16_234_904]);
  });

  it('is unavailable with loopback alone', () => {
    expect(trafficOf(rows.slice(0, 1), () => false)).toEqual(untold);
  });
});

const supply = (values: Partial<PowerSupply>): PowerSupply => ({
  type: null,
  scope: null,
  online: null,
  status: null,
  capacity: null,
  ...values,
});

it.each([
  [
    [
      supply({ type: 'Mains', online: '0' }),
      supply({ type: 'Battery', status: 'Discharging', capacity: '48' }),
    ],
    'battery',
    48,
  ],
  [
    [supply({ type: 'Mains', online: '1' }), supply({ type: 'Battery', status: 'Full', capacity: '100' })],
    'mains',
    100,
  ],
  [[supply({ type: 'Battery', scope: 'Device', status: 'Discharging', capacity: '5' })], 'mains', untold],
  [[], 'mains', untold],
])('power of %j', (supplies, source, batteryPercent) => {
  expect(powerOf(supplies)).toEqual({ source, batteryPercent });
});

it('power is unknown where the kernel knows no supplies', () => {
  expect(powerOf(null)).toEqual(untold);
});

it.each([
  [
    [
      { type: 'Processor', curState: '0' },
      { type: 'Fan', curState: '3' },
    ],
    { throttled: false, speedLimitPercent: untold },
  ],
  [[{ type: 'Processor', curState: '2' }], { throttled: true, speedLimitPercent: untold }],
  [[{ type: 'Fan', curState: '3' }], untold],
  [[], untold],
])('heat of %j', (devices, expected) => {
  expect(thermalOf(devices)).toEqual(expected);
});

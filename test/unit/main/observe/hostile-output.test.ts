import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coreClusters } from '../../../../src/main/observe/darwin/core-clusters';
import { gpuLimit } from '../../../../src/main/observe/darwin/gpu-limit';
import { parseAccelerator } from '../../../../src/main/observe/darwin/io-accelerator';
import { parseNetstat } from '../../../../src/main/observe/darwin/netstat';
import { parseBatt } from '../../../../src/main/observe/darwin/pmset-batt';
import { parseTherm } from '../../../../src/main/observe/darwin/pmset-therm';
import { parsePressureLevel, parseSwapUsage } from '../../../../src/main/observe/darwin/swap-usage';
import { parseSysctl } from '../../../../src/main/observe/darwin/sysctl-values';
import {
  memoryOf as macMemoryOf,
  parseVmStat,
  swappedPages,
} from '../../../../src/main/observe/darwin/vm-stat';
import { diskSpaceFromDf, parseDf } from '../../../../src/main/observe/disk-space';
import { cpuTimeOfStat } from '../../../../src/main/observe/linux/cpu-stat';
import { memoryOf, parseMeminfo, swapOf } from '../../../../src/main/observe/linux/meminfo';
import { parseNetDev, trafficOf } from '../../../../src/main/observe/linux/net-dev';
import { pressureOf } from '../../../../src/main/observe/linux/pressure';
import { parsePsListing } from '../../../../src/main/system/darwin/ps-listing';
import { macRecording } from '../../../support/darwin-shim';

const accelerators = [
  'ioreg-r-IOAccelerator--M1Pro-16core-trimmed.txt',
  'ioreg-r-IOAccelerator-d1--M1Pro-14core-no-model-key.txt',
  'ioreg-r-d1-IOAccelerator--M2-G14X-trimmed.txt',
  'ioreg-r-d1-IOAccelerator--VM-macos14-AppleParavirtGPU.txt',
  'ioreg-r-d1-w0-IOAccelerator--M1Max-G13X.txt',
  'ioreg-r-d1-w0-IOAccelerator--M1Pro-macOS12.6-no-driver-key.txt',
  'ioreg-r-d1-w0-IOAccelerator--M4-G16G-10core-trimmed.txt',
  'ioreg-r-d1-w0-IOAccelerator--M4-G16G-8core-trimmed.txt',
  'ioreg-r-d1-w0-IOAccelerator--M4-G16G-busy-no-model-trimmed.txt',
  'ioreg-l-excerpt-AGXAcceleratorG13G_B0--M1Air-macOS11.txt',
  'ioreg-l-grep-PerformanceStatistics--VM-macos14-with-IOCompatibility-decoy.txt',
];
const gib = 2 ** 30;
const size = 512 * gib;
const ofSysctl = (text: string) => {
  const values = parseSysctl(text);
  return [
    gpuLimit(values, size),
    parseSwapUsage(values.get('vm.swapusage')),
    parsePressureLevel(values.get('kern.memorystatus_vm_pressure_level')),
    coreClusters(values, 12),
  ];
};
const meminfo =
  'MemTotal: 24684092 kB\nMemFree: 23811196 kB\nBuffers: 1824 kB\nCached: 175596 kB\nSwapTotal: 2048 kB\nSwapFree: 1024 kB\nZswap: 12 kB\nAnonPages: 21460 kB\nShmem: 8856 kB\nSReclaimable: 350248 kB\n';
const netDev =
  'Inter-| Receive | Transmit\n face |bytes packets|bytes\n  eth0: 6462970380 172023 0 0 0 0 0 0 16234904 124693 0 0 0 0 0 0\n';

/** What is parsed, from what, and whether each figure of the answer stands in the text (others are sums). */
const parsers: [name: string, texts: string[], parse: (text: string) => unknown, verbatim: boolean][] = [
  ['ioreg', await Promise.all(accelerators.map(macRecording)), parseAccelerator, true],
  [
    'vm_stat',
    [await macRecording('vm_stat--16GB-heavy-swap.txt'), await macRecording('vm_stat--M3Ultra-512GB.txt')],
    (text) => {
      const vmStat = parseVmStat(text);
      return [macMemoryOf(vmStat, size), 'unavailable' in vmStat ? vmStat : swappedPages(vmStat)];
    },
    false,
  ],
  [
    'sysctl',
    [
      await macRecording('sysctl-iogpu+swapusage+pressure--collected.txt'),
      await macRecording('sysctl-perflevel+memsize--M2Max-M3Ultra-M3Pro-collected.txt'),
    ],
    ofSysctl,
    false,
  ],
  [
    'vm.swapusage',
    [
      await macRecording('sysctl-n-vm.swapusage--16GB-heavy-swap.txt'),
      await macRecording('sysctl-n-vm.swapusage--locale-de_DE-comma.txt'),
    ],
    parseSwapUsage,
    false,
  ],
  ['netstat', [await macRecording('netstat-i-b-n.txt')], parseNetstat, false],
  [
    'pmset batt',
    await Promise.all(
      ['ac-attached', 'charged', 'discharging'].map((name) => macRecording(`pmset-g-batt--${name}.txt`)),
    ),
    parseBatt,
    true,
  ],
  [
    'pmset therm',
    [
      await macRecording('pmset-g-therm--AppleSilicon-healthy.txt'),
      await macRecording('pmset-g-therm--x86-throttled-format.txt'),
    ],
    parseTherm,
    true,
  ],
  [
    'df',
    [await macRecording('df-k--AppleSilicon-smb-mounts.txt')],
    (text) => [parseDf(text), diskSpaceFromDf('/x', text)],
    false,
  ],
  ['ps', [await macRecording('ps-pid,ppid,pgid,stat,rss,time,lstart,command.txt')], parsePsListing, false],
  [
    '/proc/meminfo',
    [meminfo],
    (text) => {
      // A kernel that does not name zswap keeps none, or keeps it within what is told as wired: that part is 0 by right.
      const { compressedBytes: _, ...memory } = {
        compressedBytes: 0,
        ...memoryOf(parseMeminfo(text), 0, 4_096),
      };
      return [memory, swapOf(parseMeminfo(text))];
    },
    false,
  ],
  ['/proc/net/dev', [netDev], (text) => trafficOf(parseNetDev(text), () => true), true],
  [
    '/proc/pressure/memory',
    ['some avg10=1.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.20 avg60=0.00 avg300=0.00 total=0\n'],
    pressureOf,
    true,
  ],
];

/** One thing that goes wrong with a text. */
const mishap = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('garble' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    text: fc.string({
      maxLength: 4,
      unit: fc.constantFrom('\0', '�', '-', '.', '"', '}', ' ', 'x', '\n', '='),
    }),
  }),
  fc.record({
    kind: fc.constantFrom('shuffle' as const, 'keys' as const),
    by: fc.integer({ min: 1, max: 1_000 }),
  }),
  fc.record({
    kind: fc.constantFrom(
      'comma' as const,
      'thousands' as const,
      'arabic' as const,
      'negative' as const,
      'huge' as const,
    ),
  }),
);
type Mishap = typeof mishap extends fc.Arbitrary<infer T> ? T : never;

function befall(text: string, one: Mishap): string {
  switch (one.kind) {
    case 'cut':
      return text.slice(0, Math.floor(one.at * text.length));
    case 'garble': {
      const at = Math.floor(one.at * text.length);
      return `${text.slice(0, at)}${one.text}${text.slice(at + 1)}`;
    }
    case 'shuffle':
      return shuffled(text.split('\n'), one.by).join('\n');
    case 'keys':
      return withKeysShuffled(text, one.by);
    case 'comma':
      return text.replace(/(\d)\.(\d)/g, '$1,$2');
    case 'thousands':
      return text.replace(/\d(?=(\d{3})+(?!\d))/g, '$&.');
    case 'arabic':
      return text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
    case 'negative':
      return text.replace(/(?<![\d.])\d+/g, '-$&');
    case 'huge':
      return text.replace(/\d+/g, '99999999999999999999$&');
  }
}

const shuffled = (parts: readonly string[], by: number): string[] =>
  parts
    .map((part, index) => ({ part, key: (index * 7_919 * by) % 1_009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ part }) => part);

/** The keys of each of `ioreg`'s statistics in another order. */
const withKeysShuffled = (text: string, by: number): string =>
  text.replace(
    /("PerformanceStatistics" = \{)([^{}]*)\}/g,
    (_, head: string, entries: string) => `${head}${shuffled(entries.split(','), by).join(',')}}`,
  );

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof Map) return numbersIn([...value.values()]);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe.each(parsers)('%s', (_, texts, parse, verbatim) => {
  const hostile = fc
    .tuple(fc.constantFrom(...texts), fc.array(mishap, { minLength: 1, maxLength: 4 }))
    .map(([text, mishaps]) => mishaps.reduce(befall, text));

  it('cut, shuffled, garbled or localised: no throw, no NaN, nothing below 0', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const number of numbersIn(parse(text))) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(number)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never a 0 that the text does not hold, nor, where figures are told as they stand, any other', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const told = new Set(text.match(/\d+/g)?.map(Number));
        const zero = /(?<!\d)0+(?:[.,]0+)?(?!\d)/.test(text);
        const untrue = numbersIn(parse(text)).filter((number) =>
          number === 0 ? !zero : verbatim && !told.has(number),
        );
        expect(untrue).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('cut at every place', () => {
    for (const text of texts) {
      for (let end = 0; end < Math.min(text.length, 4_000); end += 1) {
        const numbers = numbersIn(parse(text.slice(0, end)));
        expect(numbers.every((number) => number >= 0)).toBe(true);
      }
    }
  });

  it('nonsense', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(numbersIn(parse(text)).filter((number) => !(number >= 0))).toEqual([]);
      }),
    );
  });
});

it('the GPU’s statistics are the same in whatever order their keys come', async () => {
  const texts = await Promise.all(accelerators.map(macRecording));
  let reordered = 0;
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.integer({ min: 1, max: 1_000 }), (text, by) => {
      const other = withKeysShuffled(text, by);
      if (other !== text) reordered += 1;
      expect(parseAccelerator(other)).toEqual(parseAccelerator(text));
    }),
    { numRuns: 200 },
  );
  expect(reordered).toBeGreaterThan(0);
});

it('the kernel’s CPU times that are cut off are no times', () => {
  expect(cpuTimeOfStat('cpu  1 2 3').busy).toBeNaN();
  expect(cpuTimeOfStat('cpu  10 20 30 40 50 1 2 3 9 9\n')).toEqual({ busy: 66, total: 156 });
});

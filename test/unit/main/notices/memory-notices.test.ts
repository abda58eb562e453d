import { describe, expect, it } from 'vitest';
import { nextMemoryNotices, noMemoryNotices } from '../../../../src/main/notices/memory-notices';
import type { Notice } from '../../../../src/shared/notices';
import type { Telemetry } from '../../../../src/shared/telemetry';
import { exampleTelemetry } from '../../../support/example-telemetry';

const gib = 2 ** 30;
const unavailable = { unavailable: 'not told' };

interface Sample {
  afterMs?: number;
  pressure?: Telemetry['pressure'];
  swapGib?: number | null;
  contributing?: boolean;
}

/** Plays samples, 5 s apart, of a machine with 48 GB; answers when what was told. */
function told(samples: Sample[]): { at: number; notice: Notice }[] {
  let memory = noMemoryNotices;
  let at = 0;
  return samples.flatMap(({ afterMs = 5_000, pressure = 'normal', swapGib = 0, contributing = true }) => {
    at += afterMs;
    const { memory: unified } = exampleTelemetry(true);
    const swap =
      swapGib === null
        ? unavailable
        : {
            usedBytes: swapGib * gib,
            totalBytes: unavailable,
            inBytesPerSecond: unavailable,
            outBytesPerSecond: unavailable,
          };
    const step = nextMemoryNotices(memory, {
      telemetry: { at, pressure, swap, memory: unified },
      contributing,
    });
    memory = step.memory;
    return step.notices.map((notice) => ({ at, notice }));
  });
}
const times = (count: number, sample: Sample): Sample[] => Array.from({ length: count }, () => sample);
const ids = (samples: Sample[]): string[] => told(samples).map(({ notice }) => notice.id);
const critical: Sample = { pressure: 'critical' };

describe('Critical memory pressure', () => {
  it('is told once it has lasted 30 s, with Drain as its action', () => {
    expect(told([{}, ...times(60, critical)])).toEqual([
      {
        at: 40_000,
        notice: {
          id: 'memory-pressure',
          title: 'Memory pressure is critical',
          body: '31.2 of 48 GB are in use. Draining gives back what the cluster’s tasks hold.',
          action: 'drain',
        },
      },
    ]);
  });

  it('is not told when it passes, or when nobody knows how long it lasted', () => {
    expect(ids([...times(6, critical), { pressure: 'warning' }, ...times(6, critical)])).toEqual([]);
    expect(ids([...times(6, critical), { pressure: unavailable }, ...times(6, critical)])).toEqual([]);
    expect(ids([critical, { ...critical, afterMs: 3_600_000 }, critical])).toEqual([]);
  });

  it('is not told while this machine does not contribute: it is the owner’s own', () => {
    expect(ids(times(60, { ...critical, contributing: false }))).toEqual([]);
  });

  it('is told again only after it was normal, and not within half an hour', () => {
    const strait = times(8, critical);
    expect(ids([...strait, { pressure: 'warning' }, ...strait])).toEqual(['memory-pressure']);
    expect(ids([...strait, {}, ...strait])).toEqual(['memory-pressure']);
    expect(ids([...strait, ...times(400, {}), ...strait])).toEqual(['memory-pressure', 'memory-pressure']);
  });
});

describe('Swap that grows fast', () => {
  /** Grows by so much in each of `count` samples. */
  const growing = (gibEach: number, count: number, from = 0): Sample[] =>
    Array.from({ length: count }, (_, index) => ({ swapGib: from + gibEach * (index + 1) }));

  it('is told when 5 % of RAM went there in 5 min: 2.4 GB of 48', () => {
    expect(told(growing(0.1, 40)).map(({ notice }) => notice)).toEqual([
      {
        id: 'swap',
        title: 'Swap grows fast',
        body: '2.5 GB more in 5 minutes: what runs here needs more memory than there is.',
        action: 'open-activity',
      },
    ]);
  });

  it('is not told of slow growth, of a lot that was there before, or of no word', () => {
    expect(ids(growing(0.03, 400))).toEqual([]);
    expect(ids(times(100, { swapGib: 20 }))).toEqual([]);
    expect(ids(times(100, { swapGib: null }))).toEqual([]);
  });

  it('is told once while it goes on, and again when it was calm and half an hour has passed', () => {
    expect(ids(growing(0.1, 1_000))).toEqual(['swap']);
    const calm = times(400, { swapGib: 3 });
    expect(ids([...growing(0.1, 30), ...calm, ...growing(0.1, 30, 3)])).toEqual(['swap', 'swap']);
  });

  it('does not take what grew while the machine slept for fast', () => {
    expect(ids([{}, { swapGib: 10, afterMs: 3_600_000 }, { swapGib: 10 }])).toEqual([]);
  });
});

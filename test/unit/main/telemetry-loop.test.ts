import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SampleAsk } from '../../../src/main/observe/machine-reader';
import type { TelemetrySample } from '../../../src/main/observe/telemetry';
import { TelemetryLoop } from '../../../src/main/telemetry-loop';
import { noTelemetry } from '../../../src/shared/telemetry';

const sample: TelemetrySample = { telemetry: { ...noTelemetry, at: 1 }, uses: new Map() };

/** A loop whose samples take no time unless `answer` says otherwise. */
function open(answer: () => Promise<TelemetrySample> = async () => sample) {
  const asks: SampleAsk[] = [];
  const state = { resting: false, told: 0 };
  const loop = new TelemetryLoop({
    telemetry: {
      sample: (ask) => {
        asks.push(ask);
        return answer();
      },
    },
    isResting: () => state.resting,
    worker: () => ({ root: { pid: 7, pgid: 7 }, taskPids: [8] }),
    onSample: () => {
      state.told += 1;
    },
  });
  return { loop, asks, state };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('samples every 5 s, every second while a window shows it, every 15 s at rest', async () => {
  const { loop, asks, state } = open();
  loop.start();
  await vi.advanceTimersByTimeAsync(20_300);
  expect(asks).toHaveLength(5);
  loop.setWatched(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asks).toHaveLength(16);
  expect(asks.at(-1)).toEqual({ watched: true, worker: { root: { pid: 7, pgid: 7 }, taskPids: [8] } });
  state.resting = true;
  loop.setWatched(false);
  await vi.advanceTimersByTimeAsync(14_000);
  expect(asks).toHaveLength(16);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(asks).toHaveLength(19);
  expect(state.told).toBe(19);
  loop.stop();
});

it('never begins a sample while one is under way', async () => {
  const answers: ((taken: TelemetrySample) => void)[] = [];
  const { loop, asks } = open(() => new Promise((resolve) => answers.push(resolve)));
  loop.start();
  await vi.advanceTimersByTimeAsync(60_000);
  loop.setWatched(true);
  expect(asks).toHaveLength(1);
  for (const answer of answers) answer(sample);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asks).toHaveLength(2);
  loop.stop();
});

it('takes its first sample when the tray is up, or at once where a window waits for it', async () => {
  const unwatched = open();
  unwatched.loop.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(unwatched.asks).toHaveLength(0);
  unwatched.loop.setWatched(true);
  expect(unwatched.asks).toHaveLength(1);
  unwatched.loop.stop();

  const watched = open();
  watched.loop.setWatched(true);
  watched.loop.start();
  expect(watched.asks).toHaveLength(1);
  watched.loop.stop();
});

it('leaves no timer behind, not even after a sample that ends later', async () => {
  const answers: ((taken: TelemetrySample) => void)[] = [];
  const { loop } = open(() => new Promise((resolve) => answers.push(resolve)));
  loop.setWatched(true);
  loop.start();
  loop.stop();
  for (const answer of answers) answer(sample);
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
  expect(loop.latest).toBe(sample);
});

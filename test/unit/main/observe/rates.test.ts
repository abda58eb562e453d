import { expect, it } from 'vitest';
import { ClusteredCpuLoad, CpuLoad } from '../../../../src/main/observe/cpu-load';
import { NetworkRate, SwapRate } from '../../../../src/main/observe/counter-rates';
import { modelCacheDirectory } from '../../../../src/main/observe/model-cache-directory';
import { Rate } from '../../../../src/main/observe/rate';

it('a counter becomes so much per second', () => {
  const rate = new Rate();
  expect(rate.next([1_000, 7], 5_000)).toBeNull();
  expect(rate.next([3_000, 7], 7_000)).toEqual([1_000, 0]);
});

it('a counter that began anew tells nothing, once', () => {
  const rate = new Rate();
  rate.next([5_000], 0);
  expect(rate.next([10], 1_000)).toBeNull();
  expect(rate.next([20], 2_000)).toEqual([10]);
});

it('two looks at nearly the same time keep the rate that was', () => {
  const rate = new Rate();
  rate.next([0], 0);
  rate.next([100], 1_000);
  expect(rate.next([400], 1_010)).toEqual([100]);
  expect(rate.next([600], 2_000)).toEqual([500]);
});

it('what went over the network is counted from the first look on, and an interface that goes takes nothing with it', () => {
  const rate = new NetworkRate();
  const counted = (received: number, sent: number) => rate.counted([received, sent]);
  expect(counted(90_000, 5_000)).toEqual({ receivedBytes: 0, sentBytes: 0 });
  expect(counted(90_400, 5_100)).toEqual({ receivedBytes: 400, sentBytes: 100 });
  expect(rate.counted({ unavailable: 'netstat did not answer' })).toEqual({
    unavailable: 'netstat did not answer',
  });
  expect(counted(91_000, 5_200)).toEqual({ receivedBytes: 1_000, sentBytes: 200 });
  // A dock with its Ethernet was taken away, and is put back.
  expect(counted(30_000, 2_000)).toEqual({ receivedBytes: 1_000, sentBytes: 200 });
  expect(counted(30_500, 2_000)).toEqual({ receivedBytes: 1_500, sentBytes: 200 });
});

it('swapped pages are counted in bytes', () => {
  const rate = new SwapRate();
  rate.counted([70, 10], 16_384);
  expect(rate.counted([72, 11], 16_384)).toEqual({ inBytes: 32_768, outBytes: 16_384 });
});

it('CPU is measured from one look to the next', () => {
  const load = new CpuLoad(25);
  expect(load.next({ busy: 900, total: 1_000 })).toEqual({ unavailable: 'being measured' });
  expect(load.next({ busy: 925, total: 1_100 })).toBe(25);
  // Too short a time to say, and counters that went back a tick.
  expect(load.next({ busy: 935, total: 1_110 })).toBe(25);
  expect(load.next({ busy: 900, total: 1_000 })).toBe(25);
  expect(load.next({ busy: Number.NaN, total: Number.NaN })).toHaveProperty('unavailable');
});

it('without clusters there is still the whole', () => {
  const load = new ClusteredCpuLoad();
  const cpus = (user: number, idle: number) => [{ times: { user, nice: 0, sys: 0, idle, irq: 0 } }];
  const reason = { unavailable: 'not told apart' };
  load.next(cpus(0, 0), reason);
  expect(load.next(cpus(300, 700), reason)).toEqual({
    percent: 30,
    efficiencyPercent: reason,
    performancePercent: reason,
  });
  expect(load.next([], reason).percent).toHaveProperty('unavailable');
});

it.each([
  ['/Volumes/Models', {}, '/Volumes/Models'],
  ['~/models', {}, '/Users/me/models'],
  ['auto', {}, '/Users/me/.cache/huggingface'],
  ['auto', { HF_HOME: '/Volumes/Models/hf' }, '/Volumes/Models/hf'],
  ['auto', { HF_HOME: '', XDG_CACHE_HOME: '/caches' }, '/caches/huggingface'],
])('the models’ cache of %s with %j is %s', (chosen, environment, directory) => {
  expect(modelCacheDirectory(chosen, environment, '/Users/me')).toBe(directory);
});

import { expect, it } from 'vitest';
import { formatResources } from '../../../../src/shared/view/resources';

it('tells the GPU first, in Apple’s name for it', () => {
  expect(formatResources({ CPU: 2, gpu_apple_mps: 1, GPU: 0.95 })).toEqual(['1 MPS', '0.95 GPU', '2 CPU']);
});

it('tells memory in bytes and custom resources by their own name', () => {
  expect(formatResources({ zebra: 1, memory: 4 * 2 ** 30, apple: 2 })).toEqual([
    '2 apple',
    '4 GB memory',
    '1 zebra',
  ]);
});

it('tells the smallest share that Ray knows, and leaves out what is not held', () => {
  expect(formatResources({ gpu_apple_mps: 0.0001, CPU: 0 })).toEqual(['0.0001 MPS']);
});

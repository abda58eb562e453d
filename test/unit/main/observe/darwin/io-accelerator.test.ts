import { describe, expect, it } from 'vitest';
import { parseAccelerator } from '../../../../../src/main/observe/darwin/io-accelerator';
import { macRecording } from '../../../../support/darwin-shim';

const untold = { unavailable: expect.any(String) };

/** Read off the recordings by eye. */
const recorded = [
  {
    file: 'ioreg-r-IOAccelerator--M1Pro-16core-trimmed.txt',
    model: 'Apple M1 Pro',
    coreCount: 16,
    devicePercent: 34,
    rendererPercent: 34,
    tilerPercent: 34,
    inUseBytes: 7_688_503_296,
    allocatedBytes: 14_511_046_656,
  },
  {
    file: 'ioreg-r-IOAccelerator-d1--M1Pro-14core-no-model-key.txt',
    model: untold,
    coreCount: 14,
    devicePercent: 22,
    rendererPercent: 20,
    tilerPercent: 22,
    inUseBytes: 507_330_560,
    allocatedBytes: 21_343_043_584,
  },
  {
    file: 'ioreg-r-d1-IOAccelerator--M2-G14X-trimmed.txt',
    model: untold,
    coreCount: untold,
    devicePercent: 41,
    rendererPercent: 37,
    tilerPercent: 12,
    inUseBytes: 626_458_624,
    allocatedBytes: 1_785_217_024,
  },
  {
    file: 'ioreg-r-d1-w0-IOAccelerator--M1Max-G13X.txt',
    model: 'Apple M1 Max',
    coreCount: 32,
    devicePercent: 25,
    rendererPercent: 23,
    tilerPercent: 25,
    inUseBytes: 745_570_304,
    allocatedBytes: 23_611_097_088,
  },
  {
    // Cut by its source before the model; macOS 12 has no "(driver)" key.
    file: 'ioreg-r-d1-w0-IOAccelerator--M1Pro-macOS12.6-no-driver-key.txt',
    model: untold,
    coreCount: untold,
    devicePercent: 2,
    rendererPercent: 2,
    tilerPercent: 2,
    inUseBytes: 340_983_808,
    allocatedBytes: 1_214_005_248,
  },
  {
    file: 'ioreg-r-d1-w0-IOAccelerator--M4-G16G-10core-trimmed.txt',
    model: 'Apple M4',
    coreCount: 10,
    devicePercent: 30,
    rendererPercent: 29,
    tilerPercent: 30,
    inUseBytes: 356_089_856,
    allocatedBytes: 2_181_693_440,
  },
  {
    file: 'ioreg-r-d1-w0-IOAccelerator--M4-G16G-8core-trimmed.txt',
    model: 'Apple M4',
    coreCount: 8,
    devicePercent: 52,
    rendererPercent: 48,
    tilerPercent: 52,
    inUseBytes: 1_085_030_400,
    allocatedBytes: 4_598_005_760,
  },
  {
    file: 'ioreg-r-d1-w0-IOAccelerator--M4-G16G-busy-no-model-trimmed.txt',
    model: untold,
    coreCount: 10,
    devicePercent: 74,
    rendererPercent: 73,
    tilerPercent: 74,
    inUseBytes: 2_704_703_488,
    allocatedBytes: 7_178_698_752,
  },
  {
    // Behind the tree's lines, with the GPU's clients after it; all at rest.
    file: 'ioreg-l-excerpt-AGXAcceleratorG13G_B0--M1Air-macOS11.txt',
    model: 'Apple M1',
    coreCount: 8,
    devicePercent: 0,
    rendererPercent: 0,
    tilerPercent: 0,
    inUseBytes: 6_373_376,
    allocatedBytes: 2_411_806_720,
  },
  {
    file: 'ioreg-r-d1-IOAccelerator--VM-macos14-AppleParavirtGPU.txt',
    model: untold,
    coreCount: untold,
    devicePercent: untold,
    rendererPercent: untold,
    tilerPercent: untold,
    // It tells more in use than allocated.
    inUseBytes: untold,
    allocatedBytes: untold,
  },
  {
    // Not the decoy of IOCompatibilityProperties, whose statistics know only vramFreeBytes.
    file: 'ioreg-l-grep-PerformanceStatistics--VM-macos14-with-IOCompatibility-decoy.txt',
    model: untold,
    coreCount: untold,
    devicePercent: untold,
    rendererPercent: untold,
    tilerPercent: untold,
    inUseBytes: untold,
    allocatedBytes: untold,
  },
];

describe('the GPU as ioreg tells it', () => {
  it.each(recorded)('$file', async ({ file, ...expected }) => {
    expect(parseAccelerator(await macRecording(file))).toEqual(expected);
  });

  it('is unavailable where none is listed', () => {
    expect(parseAccelerator('')).toEqual(untold);
  });

  it('is Apple’s own where another accelerator is listed before it', async () => {
    const virtual = await macRecording('ioreg-r-d1-IOAccelerator--VM-macos14-AppleParavirtGPU.txt');
    const apples = await macRecording('ioreg-r-d1-w0-IOAccelerator--M4-G16G-10core-trimmed.txt');
    expect(parseAccelerator(`${virtual}${apples}`)).toMatchObject({ model: 'Apple M4', devicePercent: 30 });
  });

  it('has no figure that a number can’t hold, nor one beyond 100 %', async () => {
    const recording = await macRecording('ioreg-r-d1-w0-IOAccelerator--M4-G16G-10core-trimmed.txt');
    const large = recording.replace('=356089856', '=18446744073709551615').replace('%"=29', '%"=291');
    expect(parseAccelerator(large)).toMatchObject({
      inUseBytes: { unavailable: expect.stringContaining('18446744073709551615') },
      rendererPercent: { unavailable: expect.stringContaining('291') },
      devicePercent: 30,
    });
  });
});

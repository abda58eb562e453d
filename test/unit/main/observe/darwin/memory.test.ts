import { describe, expect, it } from 'vitest';
import { coreClusters } from '../../../../../src/main/observe/darwin/core-clusters';
import { gpuLimit } from '../../../../../src/main/observe/darwin/gpu-limit';
import { parsePressureLevel, parseSwapUsage } from '../../../../../src/main/observe/darwin/swap-usage';
import { parseSysctl } from '../../../../../src/main/observe/darwin/sysctl-values';
import { memoryOf, parseVmStat, swappedPages } from '../../../../../src/main/observe/darwin/vm-stat';
import { parseSysctlFacts } from '../../../../../src/main/system/darwin/sysctl-facts';
import { macRecording } from '../../../../support/darwin-shim';

const unknownMachine = {
  hostname: 'desk',
  chip: 'not known',
  cpuCount: 1,
  memoryBytes: 0,
  appleSilicon: false,
};
const gib = 2 ** 30;
const pages = (count: number) => count * 16_384;

describe('unified memory as vm_stat tells it', () => {
  it('is in Activity Monitor’s parts, on 16 GB that swap heavily', async () => {
    const vmStat = parseVmStat(await macRecording('vm_stat--16GB-heavy-swap.txt'));
    expect(memoryOf(vmStat, 16 * gib)).toEqual({
      totalBytes: 16 * gib,
      appBytes: pages(247_760 - 2),
      wiredBytes: pages(251_285),
      compressedBytes: pages(389_264),
      cachedBytes: pages(103_954 + 2),
      usedBytes: 14_554_021_888,
      freeBytes: 922_632_192,
      pageBytes: 16_384,
    });
  });

  it('is in Activity Monitor’s parts, on 512 GB', async () => {
    const vmStat = parseVmStat(await macRecording('vm_stat--M3Ultra-512GB.txt'));
    expect(memoryOf(vmStat, 512 * gib)).toEqual({
      totalBytes: 512 * gib,
      appBytes: pages(18_962_475 - 89_568),
      wiredBytes: pages(1_434_855),
      compressedBytes: pages(422),
      cachedBytes: pages(3_516_901 + 89_568),
      usedBytes: pages(18_962_475 - 89_568 + 1_434_855 + 422),
      // 33,554,432 pages less the others.
      freeBytes: pages(9_639_779),
      pageBytes: 16_384,
    });
  });

  it.each([
    ['vm_stat--16GB-heavy-swap.txt', 16],
    ['vm_stat--M3Ultra-512GB.txt', 512],
  ])('adds up to the memory: %s', async (file, size) => {
    const memory = memoryOf(parseVmStat(await macRecording(file)), size * gib);
    if ('unavailable' in memory) throw new Error(memory.unavailable);
    const { appBytes, wiredBytes, compressedBytes, cachedBytes, freeBytes, totalBytes, usedBytes } = memory;
    expect(appBytes + wiredBytes + compressedBytes + cachedBytes + freeBytes).toBe(totalBytes);
    expect(appBytes + wiredBytes + compressedBytes).toBe(usedBytes);
  });

  it('heeds the size of a page, as it is told', async () => {
    const recording = await macRecording('vm_stat--M3Ultra-512GB.txt');
    const small = parseVmStat(recording.replace('16384', '4096'));
    expect(memoryOf(small, 512 * gib)).toMatchObject({ wiredBytes: 1_434_855 * 4_096, pageBytes: 4_096 });
  });

  it('is unavailable where the parts exceed it, or one is missing', async () => {
    const recording = await macRecording('vm_stat--M3Ultra-512GB.txt');
    expect(memoryOf(parseVmStat(recording), 8 * gib)).toHaveProperty('unavailable');
    const without = recording.replace(/^Anonymous pages.*\n/m, '');
    expect(memoryOf(parseVmStat(without), 512 * gib)).toHaveProperty('unavailable');
  });

  it('counts what was swapped', async () => {
    const vmStat = parseVmStat(await macRecording('vm_stat--16GB-heavy-swap.txt'));
    if ('unavailable' in vmStat) throw new Error(vmStat.unavailable);
    expect(swappedPages(vmStat)).toEqual([9_544_460, 11_141_085]);
  });
});

describe('swap as sysctl tells it', () => {
  it.each([
    ['sysctl-n-vm.swapusage--16GB-heavy-swap.txt', 10_772.94, 12_288],
    // The owner's locale, should LC_ALL not be heeded.
    ['sysctl-n-vm.swapusage--locale-de_DE-comma.txt', 80.31, 1_024],
  ])('%s', async (file, used, total) => {
    expect(parseSwapUsage((await macRecording(file)).trim())).toEqual({
      usedBytes: Math.round(used * 2 ** 20),
      totalBytes: total * 2 ** 20,
    });
  });

  it('is nothing where there is none, because the system says so', () => {
    expect(parseSwapUsage('total = 0.00M  used = 0.00M  free = 0.00M  (encrypted)')).toEqual({
      usedBytes: 0,
      totalBytes: 0,
    });
  });

  it.each([undefined, '', 'total = 1024.00M', 'total = 1.00M  used = 2.00M  free = 0.00M'])(
    'is unavailable where it is not told: %j',
    (value) => {
      expect(parseSwapUsage(value)).toHaveProperty('unavailable');
    },
  );
});

const collected = async () =>
  (await macRecording('sysctl-iogpu+swapusage+pressure--collected.txt'))
    .split(/^### .*\n/m)
    .slice(1)
    .map(parseSysctl);

describe('several oids in one answer', () => {
  it('are read, and an unknown one is missing', async () => {
    const swapping = (await collected())[4] ?? new Map<string, string>();
    expect(parseSwapUsage(swapping.get('vm.swapusage'))).toEqual({
      usedBytes: Math.round(11_947.44 * 2 ** 20),
      totalBytes: 12_800 * 2 ** 20,
    });
    // With 93 % of the swap in use.
    expect(parsePressureLevel(swapping.get('kern.memorystatus_vm_pressure_level'))).toBe('normal');
    expect((await collected())[3]?.has('hw.cpufrequency_max')).toBe(false);
  });

  it.each([
    ['1', 'normal'],
    ['2', 'warning'],
    ['4', 'critical'],
    ['0', { unavailable: expect.any(String) }],
    [undefined, { unavailable: expect.any(String) }],
  ])('pressure level %s is %o', (value, expected) => {
    expect(parsePressureLevel(value)).toEqual(expected);
  });
});

describe('the GPU’s limit', () => {
  it('is the system’s rule where nobody set it', async () => {
    const [untouched] = await collected();
    expect(gpuLimit(untouched ?? new Map(), 32 * gib)).toEqual({
      bytes: Math.floor((32 * gib * 2) / 3),
      estimated: true,
    });
  });

  it('is what the owner set', async () => {
    const [, tuned, justSet] = await collected();
    expect(gpuLimit(tuned ?? new Map(), 128 * gib)).toEqual({ bytes: 118_000 * 2 ** 20, estimated: false });
    expect(gpuLimit(justSet ?? new Map(), 128 * gib)).toEqual({ bytes: 112 * gib, estimated: false });
  });

  it.each([
    [16, (16 * gib * 2) / 3],
    [36, 24 * gib],
    [48, 36 * gib],
    [64, 48 * gib],
  ])('of %i GB is estimated where macOS does not know the oid', (size, bytes) => {
    expect(gpuLimit(new Map(), size * gib)).toEqual({ bytes: Math.floor(bytes), estimated: true });
  });

  it('is unavailable where the memory’s size is', () => {
    expect(gpuLimit(new Map(), { unavailable: 'no size' })).toEqual({ unavailable: 'no size' });
    expect(gpuLimit(new Map([['iogpu.wired_limit_mb', 'much']]), gib)).toHaveProperty('unavailable');
  });
});

/** `sysctl -n` prints values alone, in the order in which they were asked for. */
const asked = async (file: string, names: readonly string[]): Promise<string> => {
  const values = (await macRecording(file)).split('\n');
  return names.map((name, index) => `${name}: ${values[index]}\n`).join('');
};

describe('a Mac that sysctl -n was asked about', () => {
  it('has 512 GB on an M3 Ultra, three quarters of which are the GPU’s at most', async () => {
    const file = 'sysctl-hw.memsize+brand_string--M3Ultra-512GB.txt';
    const text = await asked(file, ['hw.memsize', 'machdep.cpu.brand_string']);
    expect(parseSysctlFacts(text, unknownMachine)).toMatchObject({
      chip: 'Apple M3 Ultra',
      memoryBytes: 549_755_813_888,
    });
    expect(gpuLimit(parseSysctl(text), 549_755_813_888)).toEqual({ bytes: 412_316_860_416, estimated: true });
    expect(coreClusters(parseSysctl(text), 32)).toEqual({
      unavailable: 'the order of the Apple M3 Ultra’s cores is not known',
    });
  });

  it('has 7 GB in a virtual machine, whose cores are of no kind', async () => {
    const file = 'sysctl-n-hw-identity--VM-macos14-M1Virtual.txt';
    const text = await asked(file, [
      'hw.memsize',
      'hw.pagesize',
      'hw.ncpu',
      'hw.model',
      'machdep.cpu.brand_string',
    ]);
    expect(parseSysctlFacts(text, unknownMachine)).toMatchObject({
      chip: 'Apple M1 (Virtual)',
      memoryBytes: 7_516_192_768,
    });
    expect(gpuLimit(parseSysctl(text), 7_516_192_768)).toEqual({ bytes: 5_010_795_178, estimated: true });
    expect(coreClusters(parseSysctl(text), 3)).toHaveProperty('unavailable');
  });

  it.each([
    'sysctl-hw.memsize+brand_string--M3Ultra-512GB.txt',
    'sysctl-n-hw-identity--VM-macos14-M1Virtual.txt',
  ])('tells nothing by values without names: %s', async (file) => {
    const text = await macRecording(file);
    expect(parseSysctl(text)).toEqual(new Map());
    expect(parseSysctlFacts(text, unknownMachine)).toEqual(unknownMachine);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKernelFile } from '../../../../../src/main/system/linux/read-kernel-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'raybar-kernel-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each([0, 1, 2_047, 2_048, 4_096, 65_536, 200_001])('reads all of a file of %i bytes', (length) => {
  const file = path.join(folder, 'file');
  const text = 'ä'.repeat(length / 2) + (length % 2 === 1 ? 'x' : '');
  writeFileSync(file, text);
  expect(readKernelFile(file)).toBe(text);
  expect(readKernelFile(file, 'latin1')).toBe(Buffer.from(text).toString('latin1'));
});

it('keeps what it read when it reads another file', () => {
  writeFileSync(path.join(folder, 'a'), 'first');
  writeFileSync(path.join(folder, 'b'), 'other');
  const first = readKernelFile(path.join(folder, 'a'));
  readKernelFile(path.join(folder, 'b'));
  expect(first).toBe('first');
});

it('is null for what is not there, or is a folder', () => {
  expect(readKernelFile(path.join(folder, 'none'))).toBeNull();
  expect(readKernelFile(folder)).toBeNull();
});

it.runIf(process.platform === 'linux')('reads files of /proc that tell no size, long ones too', () => {
  expect(readKernelFile('/proc/self/stat')).toMatch(new RegExp(`^${process.pid} \\(`));
  const maps = readKernelFile('/proc/self/maps') ?? '';
  expect(maps.length).toBeGreaterThan(4_096);
  expect(maps).toMatch(/\n$/);
});

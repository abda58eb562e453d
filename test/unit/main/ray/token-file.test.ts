import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tokenReader } from '../../../../src/main/ray/token-file';
import { errorOf } from '../../../support/error-of';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp('/tmp/rbu-');
  file = join(folder, 'token');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('no file is no token', async () => {
  expect(await tokenReader(null)()).toBeNull();
});

test('a token that was replaced is taken up soon, and the file is not opened for every call', async () => {
  let now = 1_000_000;
  const read = tokenReader(file, () => now);
  await writeFile(file, 'one\n');
  expect(await read()).toBe('one');
  await writeFile(file, ' two ');
  now += 9_999;
  expect(await read()).toBe('one');
  now += 1;
  expect(await read()).toBe('two');
  // By a clock that was set back nothing counts as fresh.
  await writeFile(file, 'three');
  now -= 3_600_000;
  expect(await read()).toBe('three');
});

test('a file that went is told of at the next reading, and what came after it is read at once', async () => {
  let now = 1_000_000;
  const read = tokenReader(file, () => now);
  await writeFile(file, 'one');
  expect(await read()).toBe('one');
  await rm(file);
  now += 10_000;
  expect((await errorOf(read())).found).toBe('There is no such file.');
  await writeFile(file, 'two');
  expect(await read()).toBe('two');
});

test.each(['', ' \n', 'two words', 'sn\u00f6', 'line\nbreak'])('%j is no token', async (text) => {
  await writeFile(file, text);
  const error = await errorOf(tokenReader(file)());
  expect(error.code).toBe('token-file-unreadable');
  if (text.trim() !== '') expect(JSON.stringify(error)).not.toContain(text);
});

test('a missing file and a folder are told apart', async () => {
  expect((await errorOf(tokenReader(file)())).found).toBe('There is no such file.');
  expect((await errorOf(tokenReader(folder)())).found).toBe('It is a folder.');
});

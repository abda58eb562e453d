import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openTaskFailureLog } from '../../../../src/main/worker/task-failure-log';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const file = () => folder.file('task-failures.log');
const start = Date.UTC(2026, 10, 21);
const entry = (number: number, error: string) =>
  `${new Date(start + number * 1_000).toISOString()} ERROR train failed (task f${number}, attempt 0, pid 1): X\n${error}\n`;

it('adds entries for the owner’s eyes alone, and reads whose they are', async () => {
  const log = openTaskFailureLog(folder.path);
  expect(await log.earlier()).toEqual({ attempts: [], since: 0 });
  await log.append(entry(1, 'ValueError: one'));
  await log.append(entry(2, 'ValueError: two'));
  expect(readFileSync(file(), 'utf8')).toBe(entry(1, 'ValueError: one') + entry(2, 'ValueError: two'));
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(await openTaskFailureLog(folder.path).earlier()).toEqual({ attempts: ['f1 0', 'f2 0'], since: 0 });
});

it('fills two files and no more, and knows from when on', async () => {
  const log = openTaskFailureLog(folder.path);
  for (let number = 0; number < 45; number++) await log.append(entry(number, 'x'.repeat(60_000)));
  const sizes = [file(), `${file()}.1`].map((path) => statSync(path).size);
  expect(Math.max(...sizes)).toBeLessThan(1_200_000);
  expect(statSync(`${file()}.1`).mode & 0o777).toBe(0o600);
  const { attempts, since } = await log.earlier();
  expect(attempts.at(-1)).toBe('f44 0');
  expect(attempts.length).toBeLessThan(45);
  expect(`f${(since - start) / 1_000} 0`).toBe(attempts[0]);
});

it('takes files that are none of its own for empty', async () => {
  writeFileSync(file(), Buffer.from([0, 255, 10, 200]));
  writeFileSync(`${file()}.1`, 'garbage');
  expect(await openTaskFailureLog(folder.path).earlier()).toEqual({ attempts: [], since: 0 });
});

it('rejects where it can’t write', async () => {
  writeFileSync(file(), '');
  await expect(openTaskFailureLog(file()).append('x')).rejects.toThrow('ENOTDIR');
});

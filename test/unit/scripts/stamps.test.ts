import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourcesKey } from '../../../scripts/build-app.mjs';
import { isInStep } from '../../../scripts/npm-dependencies.mjs';
import { stamp } from '../../../scripts/stamps.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'raybar-stamps-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a stamp', () => {
  it('says done only for the key it was written with', () => {
    const build = stamp(folder, 'build');
    expect(build.isDone('a')).toBe(false);
    build.write('a');
    expect(build.isDone('a')).toBe(true);
    expect(build.isDone('b')).toBe(false);
    build.remove();
    expect(build.isDone('a')).toBe(false);
  });

  it('that was cut short counts for nothing', () => {
    writeFileSync(path.join(folder, 'build.json'), '{"key": "a"');
    expect(stamp(folder, 'build').isDone('a')).toBe(false);
  });

  it('grows old, and one from the future is not believed', () => {
    const answer = stamp(folder, 'answer');
    answer.write('45', 1_000);
    expect(answer.isYoungerThan(500, '45', 1_400)).toBe(true);
    expect(answer.isYoungerThan(500, '45', 1_600)).toBe(false);
    expect(answer.isYoungerThan(500, '46', 1_400)).toBe(false);
    expect(answer.isYoungerThan(500, '45', 900)).toBe(false);
  });
});

describe('the sources of a build', () => {
  it('are the same until a file is changed, added or removed', () => {
    const file = path.join(folder, 'a.ts');
    writeFileSync(file, 'one');
    utimesSync(file, 1, 1);
    const before = sourcesKey(folder, ['.']);
    expect(sourcesKey(folder, ['.'])).toBe(before);
    utimesSync(file, 2, 2);
    expect(sourcesKey(folder, ['.'])).not.toBe(before);
    utimesSync(file, 1, 1);
    writeFileSync(path.join(folder, 'b.ts'), '');
    expect(sourcesKey(folder, ['.'])).not.toBe(before);
    rmSync(path.join(folder, 'b.ts'));
    expect(sourcesKey(folder, ['.'])).toBe(before);
  });
});

describe('node_modules', () => {
  const zod = { version: '4.0.0', integrity: 'sha512-a' };
  const lock = (packages: object) => ({ packages: { '': {}, ...packages } });

  it('are in step when every package is there as the lock file has it', () => {
    expect(isInStep(lock({ zod }), { packages: { zod } })).toBe(true);
    expect(isInStep(lock({ zod }), { packages: {} })).toBe(false);
    expect(isInStep(lock({ zod }), { packages: { zod: { ...zod, version: '4.0.1' } } })).toBe(false);
    expect(isInStep(lock({ zod }), { packages: { zod: { ...zod, integrity: 'sha512-b' } } })).toBe(false);
  });

  it('may lack what is for another platform, and must not hold what was taken out', () => {
    expect(isInStep(lock({ zod, other: { ...zod, optional: true } }), { packages: { zod } })).toBe(true);
    expect(isInStep(lock({ zod }), { packages: { zod, left: zod } })).toBe(false);
  });
});

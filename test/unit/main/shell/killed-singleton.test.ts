import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { clearKilledSingleton } from '../../../../src/main/shell/killed-singleton';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
/** No process has such a number. */
const nobody = 2 ** 30;

/** What a killed app leaves: the lock and links in its state's folder, and the socket in a temporary one. */
function left({ lock = `${hostname()}-${nobody}`, name = 'scoped_dirAb12Cd', also = '' } = {}): string {
  const temporary = folder.file(name);
  mkdirSync(folder.file('state'));
  mkdirSync(temporary);
  writeFileSync(`${temporary}/SingletonSocket`, '');
  symlinkSync('4842276213502678635', `${temporary}/SingletonCookie`);
  if (also !== '') writeFileSync(`${temporary}/${also}`, '');
  symlinkSync(`${temporary}/SingletonSocket`, folder.file('state/SingletonSocket'));
  symlinkSync(lock, folder.file('state/SingletonLock'));
  return temporary;
}

describe('the single instance’s folder in /tmp', () => {
  it('goes at the start after one that was killed', () => {
    const temporary = left();
    expect(clearKilledSingleton(folder.file('state'))).toBe(true);
    expect(existsSync(temporary)).toBe(false);
  });

  it.each([
    ['an app that lives', { lock: `${hostname()}-${process.pid}` }],
    ['another machine’s app', { lock: `elsewhere-${nobody}` }],
    ['a lock that can’t be read', { lock: 'what' }],
    ['a folder that is not Chromium’s', { name: 'home' }],
    ['a folder with something else in it', { also: 'thesis.txt' }],
  ])('stays for %s', (_, how) => {
    const temporary = left(how);
    expect(clearKilledSingleton(folder.file('state'))).toBe(false);
    expect(existsSync(temporary)).toBe(true);
  });

  it('is nothing at the first start, and nothing after an end in order', () => {
    expect(clearKilledSingleton(folder.file('state'))).toBe(false);
  });
});

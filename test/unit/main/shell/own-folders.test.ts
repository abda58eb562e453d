import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeOwnFolders } from '../../../../src/main/shell/own-folders';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const directories = () => ({ state: folder.file('a/state'), logs: folder.file('b/logs') });

it('makes the folders for their owner alone, and leaves nothing in them', () => {
  expect(makeOwnFolders(directories())).toBeNull();
  for (const directory of Object.values(directories())) {
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readdirSync(directory)).toEqual([]);
  }
  expect(makeOwnFolders(directories())).toBeNull();
});

it.each([
  ['state', 'a', 'settings-not-written: Raybar keeps its state in'],
  ['logs', 'b', 'logs-not-written: Raybar keeps its logs in'],
] as const)('says so where a file lies in the way of the %s, and what helps', (name, parent, words) => {
  mkdirSync(folder.file(parent));
  writeFileSync(folder.file(`${parent}/${name}`), '');
  const why = makeOwnFolders(directories());
  expect(why).toContain(`${words} ${directories()[name]}, and can't write there: Error: EEXIST`);
  expect(why).toContain('RAYBAR_STATE_DIRECTORY');
});

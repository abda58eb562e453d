import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openLog } from '../../../../src/main/shell/log';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
const modeOf = (file: string): string => (statSync(folder.file(file)).mode & 0o777).toString(8);

it('keeps the logs to their owner, also where an earlier version did not', () => {
  openLog(folder.file('new')).info('a line');
  expect([modeOf('new'), modeOf('new/raybar.log')]).toEqual(['700', '600']);
  mkdirSync(folder.file('old'));
  chmodSync(folder.file('old'), 0o755);
  openLog(folder.file('old'));
  expect(modeOf('old')).toBe('700');
});

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { logPlacesFrom, tokenFilesOf } from '../../../../src/main/logs/log-places-from';
import { defaultSettings } from '../../../../src/shared/settings';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
let now = Date.UTC(2026, 10, 21);
const placesWith = (tokenFiles: () => readonly string[]) =>
  logPlacesFrom({
    logDirectory: folder.file('logs'),
    rayLogDirectory: async () => null,
    workers: () => [],
    embeddedTemporaryDirectory: () => null,
    home: '/Users/ada',
    tokenFiles,
    now: () => now,
  });

it('tells what the token files hold, and goes on to tell what they held before', async () => {
  const file = folder.file('token');
  writeFileSync(file, 'the-first-token\n');
  const places = placesWith(() => [file, file]);
  expect((await places()).secrets).toStrictEqual(['the-first-token']);
  writeFileSync(file, 'another-token');
  now += 10_000;
  expect((await places()).secrets).toStrictEqual(['another-token', 'the-first-token']);
});

it('waits for no FIFO, and takes a folder and a file that is not there for no token', async () => {
  const fifo = folder.file('fifo');
  execFileSync('mkfifo', [fifo]);
  const places = placesWith(() => [fifo, folder.path, folder.file('missing')]);
  expect((await places()).secrets).toStrictEqual([]);
});

it('looks for tokens where the settings, the worker and the embedded head have theirs', () => {
  const address = {
    kind: 'address',
    headAddress: '192.0.2.7:6379',
    dashboardAddress: null,
    tokenFile: '~/.ray/auth_token',
  } as const;
  const embedded = { ...defaultSettings, cluster: { kind: 'embedded' } as const };
  expect(tokenFilesOf({ ...defaultSettings, cluster: address }, null, undefined)).toStrictEqual([
    path.join(homedir(), '.ray/auth_token'),
  ]);
  expect(tokenFilesOf(embedded, '/w/token', '/h/token')).toStrictEqual(['/w/token', '/h/token']);
});

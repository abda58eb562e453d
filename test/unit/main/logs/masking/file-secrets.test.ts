import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rememberFileSecrets } from '../../../../../src/main/logs/masking/file-secrets';
import { temporaryFolder } from '../../../../support/temporary-folder';

const folder = temporaryFolder();
let now = Date.UTC(2026, 10, 21);
const secretsIn = (...files: string[]) =>
  rememberFileSecrets(
    () => files,
    () => now,
  );

it('tells what the token files hold, and goes on to tell what they held before', async () => {
  const file = folder.file('token');
  writeFileSync(file, 'the-first-token\n');
  const secrets = secretsIn(file, file);
  expect(await secrets()).toStrictEqual(['the-first-token']);
  writeFileSync(file, 'another-token');
  now += 10_000;
  expect(await secrets()).toStrictEqual(['another-token', 'the-first-token']);
});

it('waits for no FIFO, and takes a folder and a file that is not there for no token', async () => {
  const fifo = folder.file('fifo');
  execFileSync('mkfifo', [fifo]);
  expect(await secretsIn(fifo, folder.path, folder.file('missing'))()).toStrictEqual([]);
});

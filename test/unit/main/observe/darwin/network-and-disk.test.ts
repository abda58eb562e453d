import { expect, it } from 'vitest';
import { parseNetstat } from '../../../../../src/main/observe/darwin/netstat';
import {
  dfArguments,
  diskSpaceFromDf,
  parseDf,
  readDiskSpace,
} from '../../../../../src/main/observe/disk-space';
import { macRecording } from '../../../../support/darwin-shim';

const kib = 1_024;

it('traffic is that of the en interfaces, each counted once', async () => {
  expect(parseNetstat(await macRecording('netstat-i-b-n.txt'))).toEqual([
    3_899_988_586 + 1_000,
    772_923_171 + 2_000,
  ]);
});

it.each(['', 'lo0        16384 <Link#1>      1     0  1   1     0  1     0\n'])(
  'traffic is unknown without an interface: %j',
  (stdout) => {
    expect(parseNetstat(stdout)).toHaveProperty('unavailable');
  },
);

it('volumes are listed with blanks in their names', async () => {
  const rows = parseDf(await macRecording('df-k--AppleSilicon-smb-mounts.txt'));
  expect(rows).toHaveLength(14);
  expect(rows.find(({ mountPoint }) => mountPoint === '/System/Volumes/Data')).toEqual({
    device: '/dev/disk3s5',
    mountPoint: '/System/Volumes/Data',
    totalBytes: 971_350_180 * kib,
    freeBytes: 672_065_964 * kib,
  });
  expect(rows.find(({ device }) => device === 'map auto_home')).toMatchObject({
    totalBytes: 0,
    freeBytes: 0,
  });
  expect(rows.find(({ mountPoint }) => mountPoint === '/Volumes/data')).toMatchObject({
    totalBytes: 15_496_412_064 * kib,
    freeBytes: 1_425_604_464 * kib,
  });
});

it('the cache’s volume is the first that df lists, for it is asked from the folder upwards', () => {
  expect(dfArguments('/Users/me/.cache')).toEqual([
    '-k',
    '-P',
    '/Users/me/.cache',
    '/Users/me',
    '/Users',
    '/',
  ]);
  const stdout = [
    'Filesystem 1024-blocks      Used Available Capacity  Mounted on',
    '/dev/disk3s5 971350180 252800112 672065964    28%    /System/Volumes/Data',
    '/dev/disk3s1s1 971350180 12714944 672065964    2%    /',
    '',
  ].join('\n');
  expect(diskSpaceFromDf('/Users/me/.cache', stdout)).toEqual({
    path: '/Users/me/.cache',
    totalBytes: 971_350_180 * kib,
    freeBytes: 672_065_964 * kib,
  });
});

it('a volume without a size is no full one', () => {
  expect(diskSpaceFromDf('/home', 'map auto_home 0 0 0 100% /home\n')).toHaveProperty('unavailable');
  expect(diskSpaceFromDf('/home', '')).toHaveProperty('unavailable');
});

it('a cache that was never used lies on its parent’s volume', async () => {
  const asked: string[] = [];
  const statfs = async (folder: string) => {
    asked.push(folder);
    if (folder !== '/home') throw new Error(`ENOENT: ${folder}`);
    return { bsize: 4_096, blocks: 1_000, bavail: 250 };
  };
  expect(await readDiskSpace('/home/me/.cache', statfs)).toEqual({
    path: '/home/me/.cache',
    freeBytes: 1_024_000,
    totalBytes: 4_096_000,
  });
  expect(asked).toEqual(['/home/me/.cache', '/home/me', '/home']);
});

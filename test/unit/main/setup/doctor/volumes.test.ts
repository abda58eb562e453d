import { readFile, mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { diskFinding, diskProbe, type Place } from '../../../../../src/main/setup/doctor/disk';
import { modelCacheFinding, modelCacheProbe } from '../../../../../src/main/setup/doctor/model-cache';
import {
  isNetwork,
  mountOf,
  parseMount,
  parseMountInfo,
} from '../../../../../src/main/setup/doctor/mount-table';
import { type Volume, volumeFrom, volumeOf } from '../../../../../src/main/setup/doctor/volumes';
import { CommandError } from '../../../../../src/main/system/command-error';
import { createRunCommand, type RunCommand } from '../../../../../src/main/system/run-command';
import { macRecording, openDarwinShim } from '../../../../support/darwin-shim';
import { temporaryFolder } from '../../../../support/temporary-folder';

const folder = temporaryFolder();
const runInTime = createRunCommand();
/** However long this machine takes. */
const run: RunCommand = (file, args, options) => runInTime(file, args, { ...options, timeoutMs: 60_000 });
const gib = 2 ** 30;
const volume = (freeBytes: number, totalBytes = 100 * gib, mountPoint = '/'): Volume => ({
  kind: 'known',
  mountPoint,
  totalBytes,
  freeBytes,
});
const place = (name: string, found: Volume, ofRay = false): Place & { volume: Volume } => ({
  name,
  directory: `/${name}`,
  ofRay,
  volume: found,
});
const failing = (more: Partial<ConstructorParameters<typeof CommandError>[0]>) => () =>
  Promise.reject(
    new CommandError({
      file: 'df',
      args: [],
      code: 1,
      signal: null,
      stdout: '',
      stderr: '',
      timedOut: false,
      cause: undefined,
      ...more,
    }),
  );

describe('a folder’s volume', () => {
  it('is the one of the nearest folder above, on this machine for real', async () => {
    const found = await volumeOf(folder.file('not/there/yet'), run);
    expect(found.kind).toBe('known');
  });

  it('is read from a Mac’s df', async () => {
    expect(volumeFrom('/', await macRecording('df-k--AppleSilicon-smb-mounts.txt'), '')).toEqual({
      kind: 'known',
      mountPoint: '/',
      totalBytes: 971_350_180 * 1_024,
      freeBytes: 672_065_964 * 1_024,
    });
  });

  it('that hangs, or whose server forgot it, is told as that', async () => {
    expect(await volumeOf('/mnt/models', failing({ code: null, timedOut: true }))).toMatchObject({
      why: 'hung',
    });
    const stale = { stderr: 'df: /mnt/models: Stale file handle\n', stdout: 'Filesystem …\n' };
    expect(await volumeOf('/mnt/models', failing(stale))).toMatchObject({ why: 'stale' });
    const stderr = 'df: /Volumes/models: Stale NFS file handle\n';
    expect(await volumeOf('/Volumes/models', failing({ stderr }))).toMatchObject({ why: 'stale' });
    expect(await volumeOf('/x', failing({ code: 127 }))).toMatchObject({ kind: 'unknown', why: 'other' });
  });
});

describe('the disk', () => {
  it('has failed for Ray from 95 % on, and not before', () => {
    expect(diskFinding([place('session', volume(5.01 * gib), true)]).status).toBe('ok');
    expect(diskFinding([place('session', volume(5 * gib), true)])).toMatchObject({
      status: 'failed',
      code: 'disk-full',
      found: expect.stringContaining('95 % full, 5 of 100 GB free'),
    });
  });

  it('may be that full where Ray does not write', () => {
    expect(diskFinding([place('state', volume(2 * gib))]).status).toBe('ok');
    expect(diskFinding([place('state', volume(0.1 * gib))]).status).toBe('failed');
  });

  it('is told once for folders on one volume', () => {
    const { found } = diskFinding([place('state', volume(50 * gib)), place('logs', volume(50 * gib))]);
    expect(found).toBe('state (/state), logs (/logs): 50 % full, 50 of 100 GB free on /.');
  });

  it('is not known where one volume is not, and a fault beside it still counts', () => {
    const unknown: Volume = { kind: 'unknown', why: 'hung', reason: 'It hangs.' };
    expect(diskFinding([place('logs', unknown), place('state', volume(gib))])).toMatchObject({
      status: 'unavailable',
      found: expect.stringContaining('not known: It hangs.'),
    });
    expect(diskFinding([place('logs', unknown), place('session', volume(gib), true)]).status).toBe('failed');
  });

  it('is asked for every place', async () => {
    const shim = await openDarwinShim(folder.file('mac'));
    await shim.answer('df', { '*': { stdout: await macRecording('df-k--AppleSilicon-smb-mounts.txt') } });
    const places = [{ name: 'logs', directory: '/Users/me/Library/Logs/Raybar', ofRay: false }];
    const [found] = await diskProbe(async () => places, shim.run).find();
    expect(found).toMatchObject({ status: 'ok', found: expect.stringContaining('31 % full') });
  });
});

describe('what is mounted', () => {
  it('is read from a Mac’s mount', async () => {
    const mounts = parseMount(await macRecording('mount--macOS-apfs-nfs-autofs.txt'));
    expect(mounts.map(({ mountPoint, type }) => [mountPoint, type])).toEqual([
      ['/', 'apfs'],
      ['/dev', 'devfs'],
      ['/app/orgs/acme/home', 'nfs'],
      ['/app/orgs/acme/uploads', 'nfs'],
      ['/app/orgs/other-org/public', 'nfs'],
      ['/System/Volumes/Data/home', 'autofs'],
    ]);
    const cache = mountOf('/app/orgs/acme/home/huggingface', mounts);
    expect(cache).toMatchObject({ device: 'localhost:/wd{rkiaF}', type: 'nfs' });
    expect(cache !== null && isNetwork(cache)).toBe(true);
    expect(mountOf('/app/orgs/acme/homework', mounts)?.mountPoint).toBe('/');
  });

  it('is read from Linux’s table, with blanks in names', () => {
    const text = [
      '36 35 98:0 / / rw,noatime shared:1 - ext4 /dev/root rw,errors=continue',
      '40 36 0:50 / /mnt/my\\040models rw - nfs4 server:/models rw',
      'cut off',
    ].join('\n');
    const mounts = parseMountInfo(text);
    expect(mounts).toHaveLength(2);
    expect(mountOf('/mnt/my models/hub', mounts)).toEqual({
      device: 'server:/models',
      mountPoint: '/mnt/my models',
      type: 'nfs4',
    });
  });

  it('is known of this very machine', async () => {
    const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
    expect(mountOf('/', mounts)?.mountPoint).toBe('/');
  });
});

describe('the models’ cache', () => {
  const nfs = { device: 'server:/models', mountPoint: '/mnt', type: 'nfs4' };
  const own = { device: '/dev/disk3s5', mountPoint: '/', type: 'apfs' };
  const base = { directory: '/mnt/models', volume: volume(50 * gib), mount: own, isThere: true };

  it('may lie on a network volume that answers, and says so', () => {
    expect(modelCacheFinding({ ...base, mount: nfs })).toMatchObject({
      status: 'ok',
      found: 'It lies on a network volume (nfs4, server:/models), 50 of 100 GB free.',
    });
  });

  it('need not be there yet', () => {
    expect(modelCacheFinding({ ...base, isThere: false })).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('There is no such folder yet'),
    });
  });

  it.each(['hung', 'stale'] as const)('has failed on a volume that is %s', (why) => {
    const found = modelCacheFinding({ ...base, volume: { kind: 'unknown', why, reason: 'R.' }, mount: nfs });
    expect(found).toMatchObject({
      status: 'failed',
      found: 'It lies on a network volume (nfs4, server:/models). R.',
      actions: [{ kind: 'settings', field: 'telemetry.modelCacheDirectory' }],
    });
    expect(found.fixes.length).toBeGreaterThan(0);
  });

  it('has too little room below a GB', () => {
    expect(modelCacheFinding({ ...base, volume: volume(gib - 1) }).status).toBe('warning');
  });

  it('is never touched on a volume that hangs', async () => {
    const touched: string[] = [];
    const [found] = await modelCacheProbe({
      platform: 'linux',
      directory: () => '/mnt/models',
      run: failing({ code: null, timedOut: true }),
      readMountInfo: async () => '40 36 0:50 / /mnt rw - nfs4 server:/models rw\n',
      isFolder: async (path) => {
        touched.push(path);
        return true;
      },
    }).find();
    expect(found).toMatchObject({ status: 'failed' });
    expect(touched).toEqual([]);
  });

  it('is looked at for real on this machine', async () => {
    await mkdir(folder.file('hub'), { recursive: true });
    const [found] = await modelCacheProbe({
      platform: 'linux',
      directory: () => folder.file('hub'),
      run,
      readMountInfo: () => readFile('/proc/self/mountinfo', 'utf8'),
      isFolder: async () => true,
    }).find();
    expect(found?.found).toMatch(/^It lies on .+ free\./);
  });
});

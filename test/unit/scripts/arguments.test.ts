import { describe, expect, it } from 'vitest';
import { readPackageArguments } from '../../../scripts/package-arguments.mjs';
import { readStartArguments } from '../../../scripts/start-arguments.mjs';
import { readTestArguments } from '../../../scripts/test-arguments.mjs';

describe('npm start', () => {
  it('passes on what is not its own', () => {
    expect(readStartArguments([])).toEqual({ help: false, appArgs: [] });
    expect(readStartArguments(['--user-data-dir=/x'])).toEqual({
      help: false,
      appArgs: ['--user-data-dir=/x'],
    });
    expect(readStartArguments(['--a', '--', '--help'])).toEqual({ help: false, appArgs: ['--a', '--help'] });
  });

  it('tells its usage', () => {
    expect(readStartArguments(['--help']).help).toBe(true);
    expect(readStartArguments(['-h']).help).toBe(true);
  });
});

describe('npm test', () => {
  it('runs everything, or what is named', () => {
    expect(readTestArguments([]).checks).toContain('integration');
    expect(readTestArguments(['unit', 'lint']).checks).toEqual(['unit', 'lint']);
  });

  it('builds what the end-to-end tests start', () => {
    expect(readTestArguments(['e2e']).checks).toEqual(['e2e', 'build']);
  });

  it('refuses a check that it does not know', () => {
    expect(readTestArguments(['unti'])).toMatchObject({ usage: true, problem: 'Unknown check: unti' });
  });
});

describe('npm run package', () => {
  const mac = { platform: 'darwin', arch: 'arm64' };
  const linux = { platform: 'linux', arch: 'x64' };

  it('is for this machine when nothing is said', () => {
    expect(readPackageArguments([], mac)).toMatchObject({
      platform: 'darwin-arm64',
      targets: ['dmg', 'zip'],
    });
    expect(readPackageArguments([], linux)).toMatchObject({ platform: 'linux-x64', targets: ['dir'] });
  });

  it('takes a platform, targets and a folder', () => {
    expect(readPackageArguments(['--mac', 'dir', '--arm64', '--out', '/tmp/x'], linux)).toMatchObject({
      os: 'darwin',
      arch: 'arm64',
      platform: 'darwin-arm64',
      targets: ['dir'],
      out: '/tmp/x',
      usage: false,
    });
  });

  it('refuses what it does not know', () => {
    expect(readPackageArguments(['--linux', 'dmg'], linux).problem).toBe('No such target for linux: dmg');
    expect(readPackageArguments(['--windows'], linux).problem).toBe('Unknown option: --windows');
  });
});

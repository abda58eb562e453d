import { describe, expect, it } from 'vitest';
import { aptProblem } from '../../../scripts/apt-failure.mjs';
import { npmProblem } from '../../../scripts/npm-failure.mjs';
import { pipProblem } from '../../../scripts/pip-failure.mjs';
import { CommandFailed } from '../../../scripts/run-command.mjs';

const failed = (stderr: string, more: object = {}) =>
  new CommandFailed(['tool'], { code: 1, killedBy: null, stdout: '', stderr, ...more });

describe('what pip says', () => {
  it.each([
    [
      'offline',
      `WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution'
ERROR: Could not find a version that satisfies the requirement ray==2.53.0 (from versions: none)
ERROR: No matching distribution found for ray==2.53.0`,
    ],
    [
      'no-space',
      "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device: '/x'",
    ],
    [
      'no-space',
      "ERROR: Could not install packages due to an OSError: [Errno 122] Disk quota exceeded: '/x'",
    ],
    ['no-wheel', 'ERROR: No matching distribution found for ray==2.53.0'],
    ['hash-mismatch', 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'],
    [
      'no-permission',
      "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'",
    ],
    ['failed', 'Segmentation fault'],
  ])('is %s', (code, stderr) => {
    const problem = pipProblem(failed(stderr), 'Installing Ray');
    expect(problem.code).toBe(code);
    expect(problem.fix).not.toBe('');
    expect(problem.details).toContain(stderr.split('\n').at(-1));
  });
});

describe('what npm says', () => {
  it.each([
    ['offline', 'npm error code ENOTFOUND\nnpm error network request to the registry failed'],
    ['offline', 'npm error code ETIMEDOUT'],
    ['no-space', 'npm error code ENOSPC\nnpm error ENOSPC: no space left on device, write'],
    ['no-space', 'npm error code EDQUOT\nnpm error EDQUOT: disk quota exceeded, write'],
    ['no-permission', 'npm error code EACCES'],
    ['hash-mismatch', 'npm error code EINTEGRITY'],
  ])('is %s', (code, stderr) => {
    expect(npmProblem(failed(stderr)).code).toBe(code);
  });

  it('is told apart from there being no npm at all', () => {
    expect(npmProblem(failed('', { spawnCode: 'ENOENT' })).code).toBe('wrong-npm');
  });

  it('is shown without the advice on where its log lies', () => {
    const problem = npmProblem(
      failed('npm error code E500\nnpm error A complete log of this run can be found in: /x'),
    );
    expect(problem.details).toBe('npm error code E500');
  });
});

describe('what apt-get says', () => {
  it.each([
    ['offline', "E: Failed to fetch a package  Temporary failure resolving 'a-mirror'"],
    ['no-space', "E: You don't have enough free space in /var/cache/apt/archives/."],
    ['failed', 'E: dpkg was interrupted, you must manually run dpkg --configure -a'],
  ])('is %s', (code, stderr) => {
    expect(aptProblem(failed(stderr)).code).toBe(code);
  });
});

it('being cancelled is no failure of the program', () => {
  const problem = pipProblem(
    failed('Temporary failure in name resolution', { why: 'cancelled' }),
    'Installing Ray',
  );
  expect(problem.code).toBe('cancelled');
});

it('anything but a failed program is thrown on: it is a bug', () => {
  const bug = new TypeError('x is not a function');
  expect(() => npmProblem(bug)).toThrow(bug);
});

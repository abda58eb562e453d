import { describe, expect, it } from 'vitest';
import { controlSocketPath, longestSocketPathBytes, stateDirectory } from '../../../src/shared/app-paths';

describe('the state directory', () => {
  it.each([
    ['darwin', {}, '/Users/me', '/Users/me/Library/Application Support/Raybar'],
    ['linux', {}, '/home/me', '/home/me/.config/Raybar'],
    ['linux', { XDG_CONFIG_HOME: '/cfg/' }, '/home/me', '/cfg/Raybar'],
    ['darwin', { RAYBAR_STATE_DIRECTORY: '/tmp/raybar/' }, '/Users/me', '/tmp/raybar'],
    ['linux', { RAYBAR_STATE_DIRECTORY: '' }, '/home/me', '/home/me/.config/Raybar'],
  ])('on %s with %j', (platform, env, home, directory) => {
    expect(stateDirectory({ platform, env, home })).toBe(directory);
  });
});

describe('the control socket', () => {
  const facts = { temporaryDirectory: '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/', uid: 501 };

  it('stands in a folder of its own in the state directory', () => {
    expect(controlSocketPath('/Users/me/Library/Application Support/Raybar', facts)).toBe(
      '/Users/me/Library/Application Support/Raybar/control/socket',
    );
  });

  it('moves to the temporary directory when its path would be too long, each app to a place of its own', () => {
    const deep = `/Volumes/${'a'.repeat(100)}`;
    const path = controlSocketPath(deep, facts);
    expect(path).toMatch(/^\/var\/folders\/.*\/T\/raybar-501-[0-9a-f]{16}\/socket$/);
    expect(path.length).toBeLessThanOrEqual(longestSocketPathBytes);
    expect(controlSocketPath(`${deep}b`, facts)).not.toBe(path);
  });

  it('counts bytes, not letters', () => {
    const directory = `/Users/${'ü'.repeat(45)}`;
    expect(directory.length + '/control/socket'.length).toBeLessThan(longestSocketPathBytes);
    expect(controlSocketPath(directory, facts)).toContain('/raybar-501-');
  });
});

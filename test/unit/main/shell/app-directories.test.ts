import { describe, expect, it } from 'vitest';
import { appDirectories } from '../../../../src/main/shell/app-directories';

const home = '/Users/me';

describe('Raybar’s directories', () => {
  it('are the Mac’s own', () => {
    expect(appDirectories({ platform: 'darwin', env: {}, home }, '')).toEqual({
      state: '/Users/me/Library/Application Support/Raybar',
      logs: '/Users/me/Library/Logs/Raybar',
      session: '/Users/me/Library/Application Support/Raybar/chromium',
    });
  });

  it('lie together where RAYBAR_STATE_DIRECTORY says', () => {
    const env = { RAYBAR_STATE_DIRECTORY: '/tmp/state' };
    for (const platform of ['darwin', 'linux']) {
      expect(appDirectories({ platform, env, home }, '/elsewhere')).toEqual({
        state: '/tmp/state',
        logs: '/tmp/state/logs',
        session: '/tmp/state/chromium',
      });
    }
  });

  it('follow --user-data-dir', () => {
    expect(appDirectories({ platform: 'linux', env: {}, home }, '/tmp/data').state).toBe('/tmp/data');
  });
});

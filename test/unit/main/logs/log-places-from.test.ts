import { homedir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tokenFilesOf } from '../../../../src/main/logs/log-places-from';
import { defaultSettings } from '../../../../src/shared/settings';

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

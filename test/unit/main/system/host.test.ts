import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentHost, ownCommands } from '../../../../src/main/system/host';
import { temporaryFolder } from '../../../support/temporary-folder';

describe('the host', () => {
  const folder = temporaryFolder();

  it('is this machine', () => {
    expect(currentHost({ environment: {}, packaged: false })).toMatchObject(ownCommands);
    expect(ownCommands.platform).toBe(process.platform);
  });

  it('is a recorded Mac where a test names its commands, in a development build', async () => {
    const bin = path.join(folder.path, 'bin');
    await mkdir(bin);
    await writeFile(path.join(bin, 'vm_stat'), '#!/bin/sh\necho recorded\n', { mode: 0o755 });
    const host = currentHost({ environment: { RAYBAR_TEST_MAC_COMMANDS: bin }, packaged: false });
    expect(host.platform).toBe('darwin');
    expect((await host.run('vm_stat', [])).stdout).toBe('recorded\n');
    expect(await host.system.processIdentity(process.pid)).toMatchObject({ pid: process.pid });
  });

  it('is this machine in the packaged app, whatever a variable says', () => {
    const environment = { RAYBAR_TEST_MAC_COMMANDS: folder.path };
    expect(currentHost({ environment, packaged: true })).toMatchObject(ownCommands);
  });
});

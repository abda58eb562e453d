import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { connectControl } from '../../../src/cli/control-client';
import { openScriptedApp } from '../../support/control-server';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();
const uid = process.getuid?.() ?? 0;

describe('the terminal', () => {
  it('finds the app behind a path with blanks', async () => {
    const path = folder.file('Application Support/Raybar/control/socket');
    const { server } = await openScriptedApp(path);
    const client = await connectControl(path, uid);
    expect((await client.invoke('status', undefined)).worker.kind).toBe('contributing');
    client.close();
    await server.close();
  });

  it('does not talk to a socket in a folder of somebody else', async () => {
    await mkdir(folder.file('control'));
    await expect(connectControl(folder.file('control/socket'), uid + 1)).rejects.toMatchObject({
      error: { code: 'app-not-running', found: expect.stringContaining('somebody else') },
    });
  });

  it('waits for an answer only as long as it was told', async () => {
    const path = folder.file('control/socket');
    const { server } = await openScriptedApp(path, { on: () => new Promise(() => undefined) });
    const client = await connectControl(path, uid);
    await expect(client.invoke('on', undefined, { timeoutMs: 50 })).rejects.toThrow('no answer to on');
    client.close();
    await server.close();
  });

  it('does not wait for an app that has quit', async () => {
    const path = folder.file('control/socket');
    const { server } = await openScriptedApp(path);
    const client = await connectControl(path, uid);
    await server.close();
    await expect(client.ended).rejects.toMatchObject({ error: { code: 'app-not-running' } });
    await expect(client.invoke('status', undefined)).rejects.toMatchObject({
      error: { code: 'app-not-running' },
    });
    client.close();
  });
});

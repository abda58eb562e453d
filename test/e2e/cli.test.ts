import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotSchema } from '../../src/shared/snapshot';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { startRayHead, type RayHead } from '../support/ray-head';

const program = path.resolve(__dirname, '../../out/cli/raybar.cjs');

describe('the terminal’s raybar and the running app', () => {
  let head: RayHead;
  let app: RaybarApp;

  beforeAll(async () => {
    head = await startRayHead({ dashboard: false, token: 'random' });
    app = await startRaybarApp({ head });
  });
  afterAll(async () => {
    await app?.stop();
    await head?.stop();
  });

  const raybar = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, RAYBAR_STATE_DIRECTORY: path.join(app.directory, 'state'), TZ: 'UTC' };
    return (await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout;
  };

  it('agree on what is, and the terminal switches it', async () => {
    expect(await raybar('status')).toContain('Not contributing');
    await raybar('on', '--wait');
    const told = snapshotSchema.parse(JSON.parse(await raybar('status', '--json')));
    expect(told.worker).toEqual((await app.snapshot()).worker);
    expect(told.worker.kind).toBe('contributing');
    expect(await raybar('status')).toContain('Contributing to 127.0.0.1');
  });

  it('agree on the settings', async () => {
    await raybar('settings', 'set', 'drain.deadlineMs', '120000');
    expect((await app.control.invoke('settingsGet', undefined)).drain.deadlineMs).toBe(120_000);
    expect((await raybar('settings', 'get', 'drain.deadlineMs')).trim()).toBe('120000');
  });

  it('leave, and the desktop is told that the drain is done', async () => {
    await raybar('off', '--wait');
    expect((await app.snapshot()).worker.kind).toBe('off');
    await app.desktop.log.waitFor('notification', ({ title }) => title.startsWith('Left '), 10_000);
  });
});

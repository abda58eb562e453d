import { describe, expect, it } from 'vitest';
import { snapshotSchema } from '../../src/shared/snapshot';
import { appOnHead } from '../support/app-on-head';
import { runRaybar } from '../support/run-raybar';

describe('the terminal’s raybar and the running app', () => {
  const on = appOnHead();
  const raybar = async (...args: string[]): Promise<string> => {
    const { code, stdout } = await runRaybar(on.app.stateDirectory, ...args);
    expect(code).toBe(0);
    return stdout;
  };

  it('agree on what is, and the terminal switches it', async () => {
    expect(await raybar('status')).toContain('Not contributing');
    await raybar('on', '--wait');
    const told = snapshotSchema.parse(JSON.parse(await raybar('status', '--json')));
    expect(told.worker).toEqual((await on.app.snapshot()).worker);
    expect(told.worker.kind).toBe('contributing');
    expect(await raybar('status')).toContain('Contributing to 127.0.0.1');
  });

  it('agree on the settings', async () => {
    await raybar('settings', 'set', 'drain.deadlineMs', '120000');
    expect((await on.app.control.invoke('settingsGet', undefined)).drain.deadlineMs).toBe(120_000);
    expect((await raybar('settings', 'get', 'drain.deadlineMs')).trim()).toBe('120000');
  });

  it('leave, and the desktop is told that the drain is done', async () => {
    await raybar('off', '--wait');
    expect((await on.app.snapshot()).worker.kind).toBe('off');
    await on.app.desktop.log.waitFor('notification', ({ title }) => title.startsWith('Left '), 10_000);
  });
});

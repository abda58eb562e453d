import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHeldTask, type HeldTask } from '../support/held-task';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { startRayHead, type RayHead } from '../support/ray-head';
import { waitFor } from '../support/wait-for';

describe('a sleep of the machine', () => {
  let head: RayHead;
  let app: RaybarApp;
  let task: HeldTask | undefined;

  beforeAll(async () => {
    head = await startRayHead({ dashboard: false, token: 'random' });
    app = await startRaybarApp({ head });
    await app.control.invoke('on', undefined);
    await app.shows('contributing', ({ worker }) => worker.kind === 'contributing');
  });
  afterEach(async () => {
    await task?.stop();
    task = undefined;
  });
  afterAll(async () => {
    await app?.stop();
    await head?.stop();
  });

  it('drains before, is gone while it lasts, and joins anew after', async () => {
    const { worker: before } = await app.snapshot();
    app.desktop.login.suspend();
    await app.shows('asleep', ({ worker }) => worker.kind === 'asleep');
    expect(app.processes().some(({ command }) => command.includes('raylet'))).toBe(false);
    await waitFor('the tooltip', async () => (await app.desktop.tray.icon()).toolTip.includes('Asleep'));

    app.desktop.login.resume();
    const { worker: after } = await app.shows('contributing', ({ worker }) => worker.kind === 'contributing');
    expect('nodeId' in after && after.nodeId).not.toBe('nodeId' in before && before.nodeId);
  });

  it('lets a task that ends in time end well', async () => {
    task = await startHeldTask(head);
    await app.shows('the task', ({ tasks }) => tasks.some(({ busy }) => busy));
    app.desktop.login.suspend();
    const { worker } = await app.shows('the drain', ({ worker: { kind } }) => kind === 'draining');
    expect(worker).toMatchObject({ why: 'sleep' });
    expect(await task.release()).toBe('finished');
    await app.shows('asleep', ({ worker: { kind } }) => kind === 'asleep');
    app.desktop.login.resume();
    await app.shows('contributing', ({ worker: { kind } }) => kind === 'contributing');
  });
});

import { describe, expect, it } from 'vitest';
import { appOnHead } from '../support/app-on-head';
import { waitFor } from '../support/wait-for';

describe('a sleep of the machine', () => {
  const on = appOnHead({ contributing: true });

  it('drains before, is gone while it lasts, and joins anew after', async () => {
    const { app } = on;
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
    const { app } = on;
    const task = await on.holdTask();
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

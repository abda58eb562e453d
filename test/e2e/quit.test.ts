import { existsSync } from 'node:fs';
import { readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHeldTask, type HeldTask } from '../support/held-task';
import { startRaybarApp, type RaybarApp, type RaybarAppOptions } from '../support/raybar-app';
import { startRayHead, type RayHead } from '../support/ray-head';
import { waitFor } from '../support/wait-for';

describe('quitting with a worker that contributes', () => {
  let head: RayHead;
  let app: RaybarApp | undefined;
  let task: HeldTask | undefined;

  beforeAll(async () => {
    head = await startRayHead({ dashboard: false, token: 'random' });
  });
  afterEach(async () => {
    await task?.stop();
    await app?.stop();
    task = app = undefined;
  });
  afterAll(() => head?.stop());

  async function contributing(options: RaybarAppOptions = {}): Promise<RaybarApp> {
    app = await startRaybarApp({ head, ...options });
    await app.control.invoke('on', undefined);
    await app.shows('contributing', ({ worker }) => worker.kind === 'contributing');
    return app;
  }

  /** Answers the question in place of an owner, and keeps what was asked. */
  const answer = (of: RaybarApp, response: number, checkboxChecked: boolean) =>
    of.electron.evaluate(
      ({ app: electronApp, dialog }, given) => {
        dialog.showMessageBox = async (...asked: unknown[]) => {
          Reflect.set(electronApp, 'asked', [...(Reflect.get(electronApp, 'asked') ?? []), asked.at(-1)]);
          return given;
        };
      },
      { response, checkboxChecked },
    );
  const questions = (of: RaybarApp): Promise<{ buttons: string[]; message: string }[]> =>
    of.electron.evaluate(({ app: electronApp }) => Reflect.get(electronApp, 'asked') ?? []);

  it('asks, and goes on when that is cancelled', async () => {
    const running = await contributing({ quit: 'ask' });
    await answer(running, 2, false);
    await running.desktop.tray.choose('Quit');
    const [question] = await waitFor('the question', async () => {
      const asked = await questions(running);
      return asked.length > 0 && asked;
    });
    expect(question?.buttons).toEqual(['Drain and leave', 'Keep contributing', 'Cancel']);
    expect((await running.snapshot()).worker.kind).toBe('contributing');
    expect((await running.control.invoke('settingsGet', undefined)).quit).toBe('ask');
  });

  it('remembers the answer, leaves the worker to the next start, and asks no more', async () => {
    const running = await contributing({ quit: 'ask' });
    const { worker: before } = await running.snapshot();
    task = await startHeldTask(head);
    await running.shows('the task', ({ tasks }) => tasks.length === 1);
    await answer(running, 1, true);
    await running.desktop.tray.choose('Quit');
    await running.exited();
    expect(running.processes().some(({ command }) => command.includes('raylet'))).toBe(true);

    await running.leave();
    app = await startRaybarApp({ directory: running.directory, plain: true });
    const { worker } = await app.shows('contributing', (snapshot) => snapshot.worker.kind === 'contributing');
    expect(worker).toMatchObject({ adopted: true, nodeId: 'nodeId' in before ? before.nodeId : '' });
    expect((await app.control.invoke('settingsGet', undefined)).quit).toBe('keep');
    expect(await task.release()).toBe('finished');
    await app.control.invoke('quit', { worker: 'drain' });
    expect(await app.exited()).toBe(0);
    await waitFor('everything to be gone', () => app?.processes().length === 0);
    await rm(running.directory, { recursive: true, force: true });
  });

  it('is decided by the terminal while the question stands unseen, and its dialog goes', async () => {
    const running = await contributing({ quit: 'ask' });
    // The real dialog, on a display where nobody answers it.
    await running.electron.evaluate(({ app: electronApp, dialog }) => {
      const show = dialog.showMessageBox.bind(dialog);
      Reflect.set(dialog, 'showMessageBox', (options: Electron.MessageBoxOptions) => {
        Reflect.set(electronApp, 'asked', [options]);
        const answered = show(options);
        void answered.then(({ response }) => console.log(`the question ended with ${response}`));
        return answered;
      });
    });
    await running.desktop.tray.choose('Quit');
    await waitFor('the question', async () => (await questions(running)).length === 1);
    await running.control.invoke('quit', { worker: 'drain' });
    await running.exited();
    // What it wrote last may be read after its end.
    await expect.poll(() => running.output(), { timeout: 30_000 }).toContain('the question ended with 2');
    await waitFor('everything to be gone', () => running.processes().length === 0);
  });

  it('is killed: the worker and its task go on, and the next start takes them over', async () => {
    // Before the worker: a driver that connects later would sit on the worker's own raylet, and end with it.
    task = await startHeldTask(head);
    const running = await contributing({ plain: true });
    const { worker: before } = await running.shows('the task', ({ tasks }) => tasks.length === 1);
    const socketOfKilled = await readlink(path.join(running.stateDirectory, 'SingletonSocket'));
    running.signal('SIGKILL');
    await running.exited();
    expect(running.processes().some(({ command }) => command.includes('raylet'))).toBe(true);

    await running.leave();
    app = await startRaybarApp({ directory: running.directory, plain: true });
    const { worker } = await app.shows('contributing', (snapshot) => snapshot.worker.kind === 'contributing');
    expect(worker).toMatchObject({ adopted: true, nodeId: 'nodeId' in before ? before.nodeId : '' });
    expect(existsSync(path.dirname(socketOfKilled))).toBe(false);
    await app.shows('the task again', ({ tasks }) => tasks.some(({ name }) => name === 'train_step'));
    expect(await task.release()).toBe('finished');
    await app.control.invoke('quit', { worker: 'drain' });
    expect(await app.exited()).toBe(0);
    await waitFor('everything to be gone', () => app?.processes().length === 0);
    await rm(running.directory, { recursive: true, force: true });
  });

  it('is kept with its task by a Raybar that has only just found it, and whose head is silent', async () => {
    task = await startHeldTask(head);
    const killed = await contributing({ plain: true });
    await killed.shows('the task', ({ tasks }) => tasks.length === 1);
    killed.signal('SIGKILL');
    await killed.exited();
    await killed.leave();
    head.signalGcs('SIGSTOP');
    try {
      const next = await startRaybarApp({ directory: killed.directory, plain: true });
      app = next;
      await next.control.invoke('quit', { worker: 'keep' });
      expect(await next.exited()).toBe(0);
      expect(next.processes().some(({ command }) => command.includes('raylet'))).toBe(true);
      await next.leave();
    } finally {
      head.signalGcs('SIGCONT');
    }
    app = await startRaybarApp({ directory: killed.directory, plain: true });
    await app.shows('contributing', ({ worker }) => worker.kind === 'contributing');
    expect(await task.release()).toBe('finished');
    await app.control.invoke('quit', { worker: 'drain' });
    expect(await app.exited()).toBe(0);
    await waitFor('everything to be gone', () => app?.processes().length === 0);
    await rm(killed.directory, { recursive: true, force: true });
  });

  it('leaves without a question when the settings say so', async () => {
    const running = await contributing({ quit: 'drain', plain: true });
    await running.desktop.tray.choose('Quit');
    expect(await running.exited()).toBe(0);
    await waitFor('everything to be gone', () => running.processes().length === 0);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'leaves in order on %s, whatever the settings say',
    async (signal) => {
      const running = await contributing({ quit: 'ask', plain: true });
      running.signal(signal);
      expect(await running.exited()).toBe(0);
      await waitFor('everything to be gone', () => running.processes().length === 0);
    },
  );

  it('is hurried by a second Ctrl-C, and leaves no process for all that', async () => {
    const running = await contributing({ plain: true });
    task = await startHeldTask(head);
    await running.shows('the task', ({ tasks }) => tasks.length === 1);
    running.signal('SIGINT');
    // One that follows at once is taken for the same Ctrl-C, passed on twice.
    await running.shows(
      'a second of the drain',
      ({ worker }) => worker.kind === 'draining' && Date.now() - worker.since > 1_500,
    );
    running.signal('SIGINT');
    expect(await running.exited()).toBe(130);
    expect(running.output()).toContain('1 task has up to 15 s to end. Ctrl-C again to end at once.');
    expect(running.output()).not.toContain('Leaving took too long');
    await waitFor('everything to be gone', () => running.processes().length === 0);
  });

  it('leaves in order when the machine shuts down', async () => {
    const running = await contributing({ quit: 'ask', plain: true });
    running.desktop.login.shutdown();
    expect(await running.exited()).toBe(0);
    await waitFor('everything to be gone', () => running.processes().length === 0);
  });
});

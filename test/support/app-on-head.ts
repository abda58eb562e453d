import { afterAll, afterEach, beforeAll } from 'vitest';
import { startHeldTask, type HeldTask } from './held-task';
import { startRaybarApp, type RaybarApp, type RaybarAppOptions } from './raybar-app';
import { startRayHead, type RayHead } from './ray-head';

export interface AppOnHead {
  readonly head: RayHead;
  readonly app: RaybarApp;
  /** A task on the app's worker; one at a time, ended after each test whatever became of it. */
  holdTask(): Promise<HeldTask>;
}

export interface AppOnHeadOptions extends Omit<RaybarAppOptions, 'head'> {
  /** It takes 10 to 17 s to come, and is worth that only where REST is asked for. */
  readonly dashboard?: boolean;
  /** Begins with a worker that contributes. */
  readonly contributing?: boolean;
}

/** For a whole describe block: a real head in token mode and the app that has it in its settings, both ended after. */
export function appOnHead({
  dashboard = false,
  contributing = false,
  ...options
}: AppOnHeadOptions = {}): AppOnHead {
  let head: RayHead | undefined;
  let app: RaybarApp | undefined;
  let task: HeldTask | undefined;
  const there = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('It is there from beforeAll to afterAll only.');
    return part;
  };
  beforeAll(async () => {
    head = await startRayHead({ dashboard, token: 'random' });
    if (dashboard) await head.dashboardReady();
    app = await startRaybarApp({ head, ...options });
    if (!contributing) return;
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
  return {
    get head() {
      return there(head);
    },
    get app() {
      return there(app);
    },
    async holdTask() {
      task = await startHeldTask(there(head));
      return task;
    },
  };
}

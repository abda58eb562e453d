import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { joinLabelVariable } from '../../src/main/ray/join-label';
import { headRecordSchema } from '../../src/main/worker/embedded-record';
import { processesOf } from '../support/ray-processes';
import { startRaybarApp, type RaybarApp } from '../support/raybar-app';
import { waitFor } from '../support/wait-for';

describe('“Try it here”', () => {
  let app: RaybarApp | undefined;
  afterEach(async () => {
    await app?.stop();
    app = undefined;
  });

  it('says when the tray is up, runs a job on a cluster of its own, and leaves nothing behind', async () => {
    const running = await startRaybarApp({ plain: true, environment: { RAYBAR_TRY_IT_HERE: '1' } });
    app = running;
    await waitFor('the line that others wait for', () => /^tray ready \d+$/m.test(running.output()));
    expect(running.output()).toContain('--no-sandbox');
    await running.shows('contributing', ({ worker }) => worker.kind === 'contributing', 90_000);
    expect((await running.desktop.tray.icon()).toolTip).toBe(
      'Raybar: Contributing to the local cluster · no tasks',
    );

    const report = await running.control.invoke('runDemo', { seconds: 1 }, { timeoutMs: 90_000 });
    expect(report).toMatchObject({ status: 'SUCCEEDED', ranHere: true });

    const record = headRecordSchema.parse(
      JSON.parse(await readFile(path.join(running.stateDirectory, 'embedded-head.json'), 'utf8')),
    );
    const headProcesses = () =>
      processesOf({ pgid: null, mark: `${joinLabelVariable}=${record.head.label}` });
    expect(headProcesses().some(({ command }) => command.includes('gcs_server'))).toBe(true);

    // The job's tasks are over; their processes are seen at rest a moment later.
    await running.shows('no task', ({ tasks }) => tasks.length === 0);
    running.signal('SIGINT');
    expect(await running.exited()).toBe(0);
    // What it wrote last may be read after its end.
    await expect
      .poll(() => running.output(), { timeout: 30_000 })
      .toMatch(
        /^Leaving the local cluster: no task runs here\. Ctrl-C again to end at once\.\n(.*\n)*The local cluster ends\.$/m,
      );
    await waitFor('everything to be gone', () => running.processes().length + headProcesses().length === 0);
    // As long as its parts may take.
  }, 240_000);
});

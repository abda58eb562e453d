import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkerStateKind } from '../../../src/shared/worker-state';
import { defaultSettings, type Settings } from '../../../src/shared/settings';
import { monitoringIn, withMetrics } from '../../support/monitoring';
import { ownPort } from '../../support/own-ports';
import { getText, promtool, startPushgateway, type OwnServer } from '../../support/prometheus';
import { exampleSnapshot } from '../../support/snapshots';
import { temporaryFolder } from '../../support/temporary-folder';
import { waitFor } from '../../support/wait-for';

const folder = temporaryFolder();
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  // The last that was started first.
  while (stops.length > 0) await stops.pop()?.();
});

async function pushing(url: string, push: Partial<Settings['metrics']['push']> = {}) {
  const { monitoring, logged } = monitoringIn(folder.path);
  stops.push(() => monitoring.close());
  await monitoring.open();
  const configure = (more: Partial<Settings['metrics']['push']> = {}): void =>
    monitoring.configure(
      withMetrics({ push: { ...defaultSettings.metrics.push, url, intervalMs: 1_000, ...push, ...more } }),
    );
  const see = (kind: WorkerStateKind): void => monitoring.see(exampleSnapshot(kind));
  see('contributing');
  configure();
  return { monitoring, logged, configure, see };
}

async function gateway(port?: number, persistenceFile?: string): Promise<OwnServer> {
  const server = await startPushgateway(port, persistenceFile);
  stops.push(() => server.stop());
  return server;
}

const seriesAt = async ({ url }: OwnServer): Promise<string[]> =>
  (await getText(`${url}/metrics`)).text.split('\n').filter((line) => line.startsWith('raybar_'));
const workerStateAt = async (server: OwnServer): Promise<string[]> =>
  (await seriesAt(server)).filter((line) => line.startsWith('raybar_worker_state{') && line.endsWith(' 1'));

describe('A real Pushgateway', () => {
  it('has the metrics under job and instance, as they are now, without complaint', async () => {
    const server = await gateway();
    const { see } = await pushing(server.url);
    const states = await waitFor('a push', async () => {
      const found = await workerStateAt(server);
      return found.length > 0 && found;
    });
    expect(states).toEqual(['raybar_worker_state{instance="waterdeep",job="raybar",state="contributing"} 1']);
    const { text } = await getText(`${server.url}/metrics`);
    expect(text).toMatch(/push_failure_time_seconds\{instance="waterdeep",job="raybar"\} 0/);
    const ours = text
      .split('\n')
      .filter((line) => /raybar_/.test(line))
      .join('\n');
    expect(await promtool(['check', 'metrics'], `${ours}\n`)).toBe('');
    see('draining');
    await waitFor('the next push', async () => (await workerStateAt(server))[0]?.includes('draining'));
  });

  it('takes any job and instance', async () => {
    const server = await gateway();
    await pushing(server.url, { job: 'macs/lab', instance: 'Büro Mac #1 "mini"' });
    const [state] = await waitFor('a push', async () => {
      const found = await workerStateAt(server);
      return found.length > 0 && found;
    });
    expect(state).toContain('instance="Büro Mac #1 \\"mini\\""');
    expect(state).toContain('job="macs/lab"');
  });

  it.each(['off', 'asleep'] as const)('has nothing left of a worker that is %s', async (kind) => {
    const server = await gateway();
    const { see } = await pushing(server.url);
    await waitFor('a push', async () => (await seriesAt(server)).length > 0);
    see('leaving');
    see(kind);
    await waitFor('the group to go', async () => (await seriesAt(server)).length === 0);
    expect((await getText(`${server.url}/metrics`)).text).not.toContain('waterdeep');
  });

  it('has nothing left once Raybar has quit, or pushes under another name', async () => {
    const server = await gateway();
    const { monitoring, configure } = await pushing(server.url);
    await waitFor('a push', async () => (await seriesAt(server)).length > 0);
    configure({ instance: 'desk' });
    await waitFor('the other name alone', async () => {
      const series = await seriesAt(server);
      return series.length > 0 && series.every((line) => line.includes('instance="desk"'));
    });
    await monitoring.close();
    expect(await seriesAt(server)).toEqual([]);
  });

  it('keeps no group of the old name, although it was away when the name changed', async () => {
    const persisted = path.join(folder.path, 'groups');
    const port = await ownPort();
    const server = await gateway(port, persisted);
    const { configure, logged } = await pushing(server.url);
    await waitFor('a push', async () => (await seriesAt(server)).length > 0);
    // It writes its groups down when it ends, and has them when it is back.
    await server.stop();
    expect(await readFile(persisted, 'latin1')).toContain('waterdeep');
    configure({ instance: 'desk' });
    await waitFor('a delete that failed', () => logged.some((line) => line.includes('not deleted')));
    const back = await gateway(port, persisted);
    await waitFor('the other name alone', async () => {
      const series = await seriesAt(back);
      return series.length > 0 && series.every((line) => line.includes('instance="desk"'));
    });
    expect((await getText(`${back.url}/metrics`)).text).not.toContain('waterdeep');
  });

  it('keeps no group of an earlier Raybar that could not delete it, however the settings changed meanwhile', async () => {
    const persisted = path.join(folder.path, 'left-groups');
    const port = await ownPort();
    const server = await gateway(port, persisted);
    const earlier = await pushing(server.url);
    await waitFor('a push', async () => (await seriesAt(server)).length > 0);
    await server.stop();
    await earlier.monitoring.close();
    const kept = path.join(folder.path, 'pushed-groups.json');
    expect(await readFile(kept, 'utf8')).toContain('waterdeep');
    expect((await stat(kept)).mode & 0o777).toBe(0o600);

    const back = await gateway(port, persisted);
    expect((await seriesAt(back)).join()).toContain('waterdeep');
    const { monitoring } = await pushing(back.url, { instance: 'desk' });
    await waitFor('the other name alone', async () => {
      const series = await seriesAt(back);
      return series.length > 0 && series.every((line) => line.includes('instance="desk"'));
    });
    await monitoring.close();
    expect(await readFile(kept, 'utf8').catch(() => 'gone')).toBe('gone');
  });

  it('that is not there is told of after three misses, and forgotten once it is back', async () => {
    const port = await ownPort();
    const { monitoring } = await pushing(`http://127.0.0.1:${port}`);
    const [problem] = await waitFor('a problem', () => monitoring.problems.length > 0 && monitoring.problems);
    expect(problem).toMatchObject({
      code: 'metrics-not-pushed',
      found: expect.stringContaining('nothing listens'),
    });
    const server = await gateway(port);
    await waitFor('a push', async () => (await workerStateAt(server)).length > 0);
    // It has the metrics before its answer is here.
    await waitFor('no problem any more', () => monitoring.problems.length === 0);
  });
});

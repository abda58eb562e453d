import net from 'node:net';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ownPort } from '../../support/own-ports';
import { getText } from '../../support/prometheus';
import { startTestCore, type TestCore } from '../../support/test-core';
import { waitFor } from '../../support/wait-for';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  while (stops.length > 0) await stops.pop()?.();
});

async function core(settings: [string, unknown][]): Promise<TestCore> {
  const made = await startTestCore({ settings });
  stops.push(() => made.stop());
  return made;
}
const metricsAt = (port: number): Promise<string> =>
  waitFor('metrics', async () => (await getText(`http://127.0.0.1:${port}/metrics`)).text);

it('metrics are served once the settings say so, with what this machine really reports', async () => {
  const port = await ownPort();
  const { core: raybar } = await core([]);
  await expect(getText(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow('ECONNREFUSED');
  expect(
    await raybar.handlers.settingsSet([
      ['metrics.port', port],
      ['metrics.enabled', true],
    ]),
  ).toEqual([]);
  await waitFor('a sample', async () => (await metricsAt(port)).includes('raybar_memory_size_bytes'));
  const text = await metricsAt(port);
  expect(text).toContain('raybar_worker_state{state="off"} 1');
  expect(text).not.toContain('raybar_gpu_utilization_ratio');
  await raybar.handlers.settingsSet([['metrics.enabled', false]]);
  await waitFor('the port to be closed', async () =>
    getText(`http://127.0.0.1:${port}/metrics`).then(
      () => false,
      () => true,
    ),
  );
});

it('a port that is taken is told in the snapshot, and the app goes on', async () => {
  const port = await ownPort();
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => other.close(resolve)));
  const test = await core([
    ['metrics.port', port],
    ['metrics.enabled', true],
  ]);
  const { problems } = await test.shows('the problem', ({ problems: found }) => found.length > 0);
  expect(problems).toMatchObject([{ code: 'port-taken' }]);
  await test.core.handlers.dismissProblem({ code: 'port-taken' });
  expect(test.snapshot().problems).toEqual([]);
});

it('history is answered, and kept when Raybar ends', async () => {
  const { core: raybar, directory } = await core([]);
  const history = await waitFor('a second', async () => {
    const found = await raybar.handlers.history({ span: '10min', after: null });
    return found.at.length > 0 && found;
  });
  expect(history.series.memoryUsedBytes.at(-1)).toBeGreaterThan(0);
  await raybar.close('drain');
  expect(existsSync(join(directory, 'state', 'history.bin'))).toBe(true);
});

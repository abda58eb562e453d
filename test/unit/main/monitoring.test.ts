import http from 'node:http';
import net from 'node:net';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../src/main/system/free-port';
import type { Snapshot } from '../../../src/shared/snapshot';
import type { Telemetry } from '../../../src/shared/telemetry';
import { exampleTelemetry } from '../../support/example-telemetry';
import { monitoringIn, withMetrics } from '../../support/monitoring';
import { exampleNow, exampleSnapshot } from '../../support/snapshots';
import { getText } from '../../support/prometheus';
import { temporaryFolder } from '../../support/temporary-folder';
import { waitFor } from '../../support/wait-for';

const folder = temporaryFolder();
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  // The last that was started first.
  while (stops.length > 0) await stops.pop()?.();
});

async function opened(now: () => number = () => exampleNow + 3_600_000) {
  const made = monitoringIn(folder.path, now);
  stops.push(() => made.monitoring.close());
  await made.monitoring.open();
  return made;
}
const at = (afterMs: number, parts: Partial<Telemetry> = {}): Partial<Snapshot> => ({
  telemetry: { ...exampleTelemetry(true), ...parts, at: exampleNow + afterMs },
});

describe('What is made of the snapshots', () => {
  it('is a history of each sample once, and of what happened', async () => {
    let now = exampleNow;
    const { monitoring } = await opened(() => now);
    for (const kind of ['off', 'joining', 'contributing', 'contributing'] as const) {
      monitoring.see(exampleSnapshot(kind, at(now - exampleNow)));
      monitoring.see(exampleSnapshot(kind, at(now - exampleNow)));
      now += 1_000;
    }
    const { at: times, series, marks } = monitoring.history({ span: '10min', after: null });
    expect(times).toHaveLength(4);
    expect(series.gpuPercent).toEqual([63, 63, 63, 63]);
    expect(marks).toEqual([{ at: exampleNow + 2_000, kind: 'joined', text: 'Joined the cluster' }]);
  });

  it('outlives a restart: history, marks and counters', async () => {
    const first = await opened();
    first.monitoring.see(exampleSnapshot('joining', at(0)));
    first.monitoring.see(exampleSnapshot('contributing', at(5_000)));
    await first.monitoring.close();
    const second = await opened();
    const port = await freePort({ host: '127.0.0.1' });
    second.monitoring.see(exampleSnapshot('contributing', at(10_000)));
    second.monitoring.configure(withMetrics({ enabled: true, port }));
    expect(second.monitoring.history({ span: '3h', after: null }).marks).toHaveLength(1);
    expect(second.monitoring.history({ span: '3h', after: null }).at).toHaveLength(2);
    const { text } = await waitFor('metrics', () => getText(`http://127.0.0.1:${port}/metrics`));
    expect(text).toContain('\nraybar_joins_total 1\n');
  });

  it('begins anew where its files are no use, and says so in the log alone', async () => {
    for (const name of ['history.bin', 'counters.json']) writeFileSync(folder.file(name), 'garbage');
    const { monitoring, logged } = await opened();
    monitoring.see(exampleSnapshot('contributing', at(0)));
    expect(monitoring.problems).toEqual([]);
    expect(monitoring.history({ span: '3h', after: null }).at).toHaveLength(1);
    await monitoring.close();
    expect(logged.filter((line) => line.includes('kept aside'))).toHaveLength(2);
  });

  it('is a notice of pressure that stays critical while contributing', async () => {
    const { monitoring, notices } = await opened();
    for (let second = 0; second <= 40; second += 5)
      monitoring.see(exampleSnapshot('contributing', at(second * 1_000, { pressure: 'critical' })));
    expect(notices.map(({ id, action }) => ({ id, action }))).toEqual([
      { id: 'memory-pressure', action: 'drain' },
    ]);
  });

  it('is a notice of a failed task that leads to its entry: of MPS out of memory where that was the reason, of none long ago', async () => {
    const { monitoring, notices } = await opened();
    const endedAt = exampleNow + 3_600_000 - 1_000;
    const failed = {
      taskId: 'c2668a65bda616c1ffffffffffffffffffffffff01000000',
      name: 'train_step',
      endedAt,
    };
    const raised = { errorType: 'TASK_EXECUTION_EXCEPTION', error: 'ValueError: no weights' };
    const error =
      'File "train.py"\nRuntimeError: MPS backend out of memory (MPS allocated: 2.44 GB, other allocations: 4.34 GB, max allowed: 6.77 GB). Tried to allocate 10.58 MB on private pool.\n';
    await monitoring.taskFailed({ ...failed, ...raised, endedAt: exampleNow });
    await monitoring.taskFailed({ ...failed, ...raised });
    await monitoring.taskFailed({ ...failed, ...raised, error });
    const logs = { anchor: { at: endedAt }, sources: null, problems: false };
    expect(notices).toEqual([
      expect.objectContaining({ id: 'task-failed', logs }),
      expect.objectContaining({ id: 'mps-out-of-memory', logs }),
    ]);
  });

  it('is a notice of MPS out of memory, once, from what a task wrote', async () => {
    const { monitoring, notices } = await opened();
    const line =
      'RuntimeError: MPS backend out of memory (MPS allocated: 2.44 GB, other allocations: 4.34 GB, max allowed: 6.77 GB). Tried to allocate 10.58 MB on private pool.';
    for (const each of ['epoch 1', line, line]) monitoring.workerLogLine(each);
    expect(notices.map(({ id }) => id)).toEqual(['mps-out-of-memory']);
  });
});

describe('A Pushgateway', () => {
  it('is told of a worker that gave up, and of none once it has left', async () => {
    const requests: string[] = [];
    const gateway = http.createServer((request, response) => {
      let body = '';
      request.on('data', (part) => (body += String(part)));
      request.on('end', () => {
        requests.push(`${request.method} ${/^raybar_worker_state\{.*\} 1$/m.exec(body)?.[0] ?? ''}`.trim());
        response.end();
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise((resolve) => gateway.close(resolve)));
    const address = gateway.address();
    const port = typeof address === 'object' ? address?.port : null;
    const { monitoring } = await opened();
    const { push } = withMetrics({}).metrics;
    monitoring.configure(withMetrics({ push: { ...push, url: `http://127.0.0.1:${port}` } }));
    monitoring.see(exampleSnapshot('failed', at(0)));
    await expect.poll(() => requests).toEqual(['PUT raybar_worker_state{state="failed"} 1']);
    monitoring.see(exampleSnapshot('off', at(1_000)));
    await expect.poll(() => requests.at(-1)).toBe('DELETE');
  });
});

describe('A port of the metrics that is taken', () => {
  it('is a problem beside the worker, which can be dismissed and goes with the setting', async () => {
    const port = await freePort({ host: '127.0.0.1' });
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    stops.push(() => new Promise((resolve) => other.close(resolve)));
    const { monitoring } = await opened();
    monitoring.configure(withMetrics({ enabled: true, port }));
    await expect.poll(() => monitoring.problems.map(({ code }) => code)).toEqual(['port-taken']);
    monitoring.dismiss('port-taken');
    expect(monitoring.problems).toEqual([]);
    monitoring.configure(withMetrics({ enabled: false, port }));
    monitoring.configure(withMetrics({ enabled: true, port }));
    await expect.poll(() => monitoring.problems).toHaveLength(1);
  });
});

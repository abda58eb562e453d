import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogs } from '../../../../src/main/logs/log-service';
import type { Logs } from '../../../../src/main/logs/log-handlers';
import { logQuerySchema, mostRows } from '../../../../src/shared/log-views';
import { logsOver } from '../../../support/logs-over';
import { bundleLogWorker } from '../../../support/log-worker-bundle';
import { numberOf } from '../../../support/rotating-log';
import { temporaryFolder } from '../../../support/temporary-folder';
import { waitFor } from '../../../support/wait-for';

/** Less for who changes something here and tries again: see CONTRIBUTING.md. */
const writerMs = Number(process.env['RAYBAR_LOG_WRITER_MS'] ?? 60_000);
const folder = temporaryFolder();
let bundle: Awaited<ReturnType<typeof bundleLogWorker>>;
beforeAll(async () => {
  bundle = await bundleLogWorker();
});
afterAll(() => bundle.remove());

/** The numbers of all lines that the view has. */
async function allNumbers(logs: Logs, view: string): Promise<(number | null)[]> {
  const { rowCount } = await waitFor('all to be indexed', async () => {
    const { state } = await logs.handlers.logsChange({ view, anchor: 'end' });
    return state.pending === null && state;
  });
  const numbers: (number | null)[] = [];
  while (numbers.length < rowCount) {
    const { rows } = await logs.handlers.logsRows({
      view,
      from: numbers.length,
      count: mostRows,
      reveal: false,
    });
    if (rows.length === 0) break;
    numbers.push(...rows.map((row) => (row === null ? null : numberOf(row.text))));
  }
  return numbers;
}

it(
  'each line is told once and in order while another process writes, rotates and cuts',
  async () => {
    const logFolder = folder.file('logs');
    mkdirSync(logFolder);
    const logs = createLogs(logsOver(bundle.file, logFolder));
    try {
      const { state } = await logs.handlers.logsOpen({
        query: logQuerySchema.parse({}),
        search: null,
        anchor: 'end',
      });
      const writer = promisify(execFile)(process.execPath, [
        path.join(import.meta.dirname, '../../../support/log-writer.mjs'),
        logFolder,
        String(writerMs),
      ]);
      const end: { written: number | null; rotations: number } = { written: null, rotations: 0 };
      const ended = (async () => {
        const [written = 0, rotations = 0] = (await writer).stdout.trim().split(' ').map(Number);
        Object.assign(end, { written, rotations });
      })();
      let told = 0;
      let silences = 0;
      while (end.written === null || told < end.written) {
        const { rows, skippedRows } = await logs.handlers.logsFollow({
          view: state.view,
          most: 5_000,
          waitMs: 2_000,
          reveal: false,
        });
        // A machine that is too busy to keep up is told how many lines it did not see; the next one goes on behind them.
        told += skippedRows;
        for (const { text, unfinished } of rows) {
          // A writer that got no core for two seconds; the line comes again once it is whole.
          if (unfinished === true) continue;
          told += 1;
          if (numberOf(text) !== told) expect(text).toBe(`line ${told}`);
        }
        // Silence behind the writer's end, and not because a busy machine gave the reader no core: nothing more will come.
        silences = rows.length === 0 && end.written !== null ? silences + 1 : 0;
        if (silences === 10) break;
      }
      await ended;
      expect(told).toBe(end.written);
      // Whatever was skipped on screen: in the files that are left no line is missing, and none is there twice.
      const kept = await allNumbers(logs, state.view);
      expect(kept.length).toBeGreaterThan(1_000);
      expect(kept).toStrictEqual(kept.map((_, index) => told - kept.length + 1 + index));
      expect(end.rotations).toBeGreaterThan(2);
    } finally {
      await logs.close();
    }
  },
  writerMs * 3 + 30_000,
);

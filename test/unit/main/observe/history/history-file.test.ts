import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActivityHistory } from '../../../../../src/main/observe/history/activity-history';
import { decodeHistory, encodeHistory } from '../../../../../src/main/observe/history/history-file';
import { HistoryStore } from '../../../../../src/main/observe/history/history-store';
import { historyValues } from '../../../../../src/main/observe/history/history-values';
import { spanNames } from '../../../../../src/shared/history';
import { noTelemetry } from '../../../../../src/shared/telemetry';
import { exampleTelemetry } from '../../../../support/example-telemetry';
import { temporaryFolder } from '../../../../support/temporary-folder';
import { historyBytes } from '../../../../bench/history-bytes';

const start = 1_795_194_120_000;

function exampleHistory(): ActivityHistory {
  const history = new ActivityHistory();
  for (let second = 0; second < 1_000; second += 1) {
    const telemetry = second % 7 === 0 ? noTelemetry : exampleTelemetry(second % 2 === 0);
    history.add(start + second * 1_000, historyValues(telemetry));
  }
  history.mark({ at: start + 5_000, kind: 'joined', text: 'Joined the cluster – “lab”' });
  return history;
}

const told = (history: ActivityHistory) =>
  spanNames.map((span) => history.read({ span, after: null }, start + 1_000_000));

describe('A history in a file', () => {
  it('is the same when it is read again, to the last bit', () => {
    const history = exampleHistory();
    const decoded = decodeHistory(encodeHistory(history));
    expect(decoded && told(decoded)).toEqual(told(history));
    expect(decoded && encodeHistory(decoded)).toEqual(encodeHistory(history));
  });

  it('is nothing once a bit of it is another, or it is cut, or longer', () => {
    const file = encodeHistory(exampleHistory());
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = Buffer.from(file);
        bad.writeUInt8(bad.readUInt8(at) ^ flip, at);
        expect(decodeHistory(bad)).toBeNull();
        expect(decodeHistory(file.subarray(0, at))).toBeNull();
      }),
      { numRuns: 60 },
    );
    expect(decodeHistory(Buffer.concat([file, Buffer.alloc(1)]))).toBeNull();
  });

  it('is nothing in any other file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(decodeHistory(Buffer.from(bytes))).toBeNull();
      }),
    );
  });
});

describe('The history’s file', () => {
  const folder = temporaryFolder();
  const opened = (options: { write?: () => Promise<void> } = {}) => {
    const log: string[] = [];
    const file = folder.file('history.bin');
    const store = new HistoryStore({ file, log: (line) => log.push(line), now: () => start, ...options });
    store.open();
    return { store, log, file };
  };
  const add = (store: HistoryStore) => {
    store.history.add(start, historyValues(exampleTelemetry(true)));
    store.touch();
  };

  it('brings the history over a restart, readable by its owner alone', async () => {
    const { store, file } = opened();
    add(store);
    await store.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const next = opened();
    expect(next.store.history.ring('10min').length).toBe(1);
    expect(next.log).toEqual([]);
    await next.store.close();
  });

  it('is not written while nothing is new', async () => {
    const { store } = opened();
    await store.close();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is left alone until somebody asks for the history', async () => {
    writeFileSync(folder.file('history.bin'), 'not a history');
    const { store, log } = opened();
    await store.close();
    expect(log).toEqual([]);
    expect(readdirSync(folder.path)).toEqual(['history.bin']);
  });

  it.each([
    ['cut', () => encodeHistory(exampleHistory()).subarray(0, 1_000)],
    ['empty', () => Buffer.alloc(0)],
    ['huge', () => Buffer.alloc(5 * 2 ** 20)],
  ])('is kept aside when it is %s; the charts begin anew and the log says so', async (_what, content) => {
    writeFileSync(folder.file('history.bin'), content());
    const { store, log } = opened();
    expect(store.history.ring('10min').length).toBe(0);
    await store.writeNow();
    expect(log).toEqual([expect.stringContaining('kept aside')]);
    expect(readdirSync(folder.path)).toEqual([expect.stringContaining('history.bin.corrupt-')]);
    add(store);
    await store.close();
    expect(decodeHistory(readFileSync(folder.file('history.bin')))?.ring('10min').length).toBe(1);
  });

  it('that can’t be written is tried again, and told in the log once', async () => {
    let full = true;
    let written = 0;
    const { store, log } = opened({
      async write() {
        if (full) throw new Error('ENOSPC');
        written += 1;
      },
    });
    add(store);
    await store.writeNow();
    await store.writeNow();
    expect(log).toEqual([expect.stringContaining('ENOSPC')]);
    expect(store.history.ring('10min').length).toBe(1);
    full = false;
    await store.writeNow();
    await store.close();
    expect(written).toBe(1);
  });
});

it('24 h of history fit into 4 MB, in memory and on disk', () => {
  const { memoryBytes, fileBytes, limitBytes } = historyBytes();
  expect(memoryBytes).toBeLessThan(limitBytes);
  expect(fileBytes).toBeLessThan(limitBytes);
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkerMarker } from '../../../../../src/main/logs/formats/line-origin';
import { type ReadEntry, readLogFile } from '../../../../support/read-log-file';

const root = 'test/fixtures/ray-logs';
const read = (file: string): ReadEntry[] => readLogFile(readFileSync(path.join(root, file))).entries;

/** "line level time first-words", one an entry. */
const told = ({ line, level, at, lines }: ReadEntry): string =>
  `${line} ${level ?? '-'} ${at === null ? '-' : new Date(at).toISOString().slice(0, 23)} ×${lines.length}`;

describe('recorded logs', () => {
  it('of the old glog form have no year of their own: the last one in which they are not in the future', () => {
    expect(read('recorded/ray-raylet.out--macOS-ray0.9-glog-format-EMFILE.txt').map(told)).toStrictEqual([
      '1 info 2026-09-04T12:07:26.417 ×1',
      '2 info 2026-09-04T12:07:26.417 ×1',
      '3 info 2026-09-04T12:07:26.417 ×1',
      '4 info 2026-09-04T12:07:26.418 ×1',
      '5 info 2026-09-04T12:07:26.453 ×1',
      '6 info 2026-09-04T12:07:26.460 ×1',
      '7 info 2026-09-04T12:07:26.463 ×1',
      '8 fatal 2026-09-04T12:07:30.037 ×1',
    ]);
  });

  it('of the C++ form keep their dumps in one entry', () => {
    expect(read('recorded/ray-raylet.out--ray1.13-linux-heartbeat-lag.txt').map(told)).toStrictEqual([
      '1 info 2022-06-20T22:44:59.238 ×1',
      '2 info 2022-06-20T22:44:59.238 ×1',
      '3 info 2022-06-20T22:44:59.238 ×1',
      '4 info 2022-06-20T22:44:59.238 ×1',
      '5 info 2022-06-20T22:44:59.238 ×22',
      '27 info 2022-06-20T22:44:59.239 ×1',
      '28 info 2022-06-20T22:44:59.267 ×1',
      '29 info 2022-06-20T22:44:59.267 ×1',
      '30 info 2022-06-20T22:44:59.272 ×1',
      '31 info 2022-06-20T22:44:59.661 ×1',
      '32 info 2022-06-20T22:45:00.046 ×1',
      '33 warning 2022-06-20T22:45:26.244 ×1',
      '34 info 2022-06-20T22:45:26.617 ×1',
      '35 info 2022-06-20T22:45:59.323 ×22',
      '57 info 2022-06-20T22:46:59.486 ×4',
    ]);
  });

  it('of Python keep a traceback with the head that it stands behind', () => {
    const entries = read('recorded/ray-dashboard_agent.log--ray2.20-windows.txt');
    expect(entries.at(-1)).toMatchObject({ level: 'error', line: 38, format: 'python' });
    expect(entries.at(-1)?.lines).toHaveLength(3);
    expect(entries.filter(({ level }) => level === 'warning').map(({ line }) => line)).toStrictEqual([3]);
  });

  it('of ray start have its own levels', () => {
    expect(read('recorded/ray-start-worker-block--ray2.x-log-format.txt').map(told)).toStrictEqual([
      '1 warning 2025-02-16T18:29:17.459 ×1',
      '2 info 2025-02-16T18:29:05.057 ×1',
      ...[3, 4, 5, 6, 7, 8, 9, 10].map((line) => `${line} info 2025-02-16T18:29:18.461 ×1`),
      '11 info 2026-04-01T11:21:35.691 ×1',
    ]);
  });

  it('of events are one entry each, with Ray’s own time', () => {
    expect(read('recorded/ray-event_RAYLET.log--ray2.20-worker-crash.jsonl').map(told)).toStrictEqual([
      '1 error 2024-05-25T18:44:09.000 ×1',
    ]);
  });

  it('with the autoscaler’s status keep its blank lines in one entry', () => {
    const status = read('recorded/ray-monitor.log--ray2.20-with-autoscaler-status.txt').filter(
      ({ lines }) => lines.length > 1,
    );
    expect(status.map(told)).toStrictEqual([
      '16 info 2024-05-25T19:43:28.752 ×20',
      '38 info 2024-05-25T19:43:33.830 ×20',
    ]);
  });

  it('of version mismatches are an entry each, whatever follows in it', () => {
    expect(read('recorded/ray-version-mismatch-errors--collected.txt').map(told)).toStrictEqual([
      '1 error - ×7',
      '8 error - ×7',
      '15 warning 2024-08-04T18:17:57.324 ×7',
      '22 error 2024-08-04T18:17:57.324 ×8',
    ]);
  });

  it('of progress bars show what a terminal shows in the end', () => {
    const lines = read(
      'session-failing/worker-0cfceeccd340736114a442f13c12c5f5a528626512cbcc5df7a1dc9c-02000000-32613.err',
    ).flatMap((entry) => entry.lines);
    expect(lines).toContain('100%|##########| 100/100');
    expect(lines.join('\n')).not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(lines.map(readWorkerMarker).filter((marker) => marker !== null)).toStrictEqual([
      { kind: 'job', value: '02000000' },
      { kind: 'task', value: 'train_step' },
      { kind: 'task', value: 'train_step' },
      { kind: 'task', value: 'dies' },
    ]);
  });

  it('of a failed job have each chained traceback as one entry of level error, to its last line', () => {
    const entries = read('session-failing/job-driver-raysubmit_3EMfU4B1BbEUmipW.log');
    const errors = entries.filter(({ level }) => level === 'error');
    expect(errors.map(told)).toStrictEqual([
      '8 error 2026-11-21T07:03:55.989 ×22',
      '30 error 2026-11-21T07:03:55.989 ×26',
    ]);
    expect(errors[1]?.lines).toContain('ValueError: the batch has no weights');
    expect(errors[0]?.lines.join('\n')).toContain(
      'ray.exceptions.RayTaskError(RuntimeError): ray::Trainer.step() (pid=4864',
    );
  });

  const all = ['recorded', 'session-failing', 'session-healthy'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => /\.(txt|log|out|err|jsonl)$/.test(name))
      .map((name) => path.join(folder, name)),
  );

  it.each(all)('%s reads the same however its stream is cut', (file) => {
    const bytes = readFileSync(path.join(root, file));
    const whole = readLogFile(bytes);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { minLength: 1, maxLength: 30 }), (cuts) => {
        const places = [...new Set([0, ...cuts, bytes.length])].sort((a, b) => a - b);
        const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
        expect(readLogFile(chunks)).toStrictEqual(whole);
      }),
      { numRuns: 8 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { LineContext } from '../../../../../src/main/logs/formats/line-context';
import { readLineHead } from '../../../../../src/main/logs/formats/read-line-head';

/** Lines were written up to 2026-06-01, on a wall two hours ahead of UTC. */
const context = new LineContext(Date.UTC(2026, 5, 1), ({ year, month, day, hour, minute }) =>
  Date.UTC(year, month - 1, day, hour - 2, minute),
);
const read = (line: string) => {
  const { startsEntry, level, at, format } = readLineHead(line, context);
  return { startsEntry, level, at: at === null ? null : new Date(at).toISOString(), format };
};
const head = (format: string, level: string | null, at: string | null) => ({
  startsEntry: true,
  level,
  at,
  format,
});
const none = { startsEntry: false, level: null, at: null, format: 'plain' };

describe('what the beginning of a line says', () => {
  it.each([
    [
      '[2024-05-25 19:43:20,906 I 20792 20796] (gcs_server.exe) io_service_pool.cc:35: text',
      head('ray-cpp', 'info', '2024-05-25T17:43:20.906Z'),
    ],
    [
      '[2021-11-08 18:40:11,653 W 7813 40222436] gcs.cc:37: x',
      head('ray-cpp', 'warning', '2021-11-08T16:40:11.653Z'),
    ],
    [
      '[2022-09-16 13:13:46,502 C 2116 2116] (raylet) n.cc:9: x',
      head('ray-cpp', 'fatal', '2022-09-16T11:13:46.502Z'),
    ],
    [
      'I0904 12:07:26.417099 49403 281886144 store_runner.cc:30] x',
      head('glog', 'info', '2025-09-04T10:07:26.417Z'),
    ],
    [
      'E0326 09:34:50.573117857 1801211 thd.cc:157]   pthread',
      head('glog', 'error', '2026-03-26T07:34:50.573Z'),
    ],
    ['I0000 00:00:1731234567.123456   12345 port.cc:33] x', head('glog', 'info', '2024-11-10T10:29:27.123Z')],
    ['2024-05-25 19:43:30,471\tINFO agent.py:139 -- x', head('python', 'info', '2024-05-25T17:43:30.471Z')],
    [
      '2025-02-16 18:29:18,461 SUCC scripts.py:1063 -- ---',
      head('python', 'info', '2025-02-16T16:29:18.461Z'),
    ],
    ['2024-05-06 12:00:00,123 - trainer - ERROR - x', head('python', 'error', '2024-05-06T10:00:00.123Z')],
    ['[2024-05-06 12:00:00,123][root][WARNING] - x', head('python', 'warning', '2024-05-06T10:00:00.123Z')],
    ['[2024-05-06 12:00:00 +0000] [4711] [INFO] x', head('python', 'info', '2024-05-06T12:00:00.000Z')],
    ['2024-05-06 12:00:17.123+00:00 | WARNING | x', head('python', 'warning', '2024-05-06T12:00:17.123Z')],
    [
      '\u001B[32m2024-05-06 12:00:17.123\u001B[0m | \u001B[1mWARNING \u001B[0m | \u001B[36mtrain\u001B[0m - x',
      head('python', 'warning', '2024-05-06T10:00:17.123Z'),
    ],
    [
      '2024-05-06 12:00:00,123\t\u001B[1;31mERROR\u001B[0m f.py:1 -- x',
      head('python', 'error', '2024-05-06T10:00:00.123Z'),
    ],
    ['\u001B[33mWARNING\u001B[0m:  x', head('python', 'warning', null)],
    ['\u001B[33mWARNING\u001B[0m x', none],
    ['2024-05-06 12:00:18Z WARNING x', head('python', 'warning', '2024-05-06T12:00:18.000Z')],
    ['2024-05-06 12:00:18,5 -05:30 ERROR x', head('python', 'error', '2024-05-06T17:30:18.500Z')],
    ['INFO 2024-05-06 12:00:00 +0200 x', head('python', 'info', '2024-05-06T10:00:00.000Z')],
    ['2024-05-06 12:00:00 Zebra', head('python', null, '2024-05-06T10:00:00.000Z')],
    ['2024-05-06 12:00:00 Z', head('python', null, '2024-05-06T10:00:00.000Z')],
    ['2024-05-06 12:00:00 -0500 x', head('python', null, '2024-05-06T17:00:00.000Z')],
    ['2024-05-06 12:00:00 -12345 x', head('python', null, '2024-05-06T10:00:00.000Z')],
    ['2024-05-06 12:00:00 - 1200 x', head('python', null, '2024-05-06T10:00:00.000Z')],
    ['2024-05-06 12:00:00 | ERROR    | app:main:12 - x', head('python', 'error', '2024-05-06T10:00:00.000Z')],
    ['2024-05-06 12:00:00 the ERROR rate is 3', head('python', null, '2024-05-06T10:00:00.000Z')],
    ['2024-05-06 12:00:00', head('python', null, '2024-05-06T10:00:00.000Z')],
    ['2024-05-06T12:00:00.250Z warn text', head('raybar', 'warning', '2024-05-06T12:00:00.250Z')],
    ['2024-05-06T12:00:00+0530 INFO x', head('python', 'info', '2024-05-06T06:30:00.000Z')],
    ['INFO 2024-05-06 12:00:00,123 serve 4711 -- x', head('python', 'info', '2024-05-06T10:00:00.123Z')],
    ['WARNING 05-06 12:00:00 [config.py:12] x', head('python', 'warning', '2026-05-06T10:00:00.000Z')],
    ['ERROR:root:x', head('python', 'error', null)],
    ['INFO:     Started server process', head('python', 'info', null)],
    [
      '\u001B[36m(f pid=12)\u001B[0m 2024-05-06 12:00:00,1 WARNING f.py:1 -- x',
      head('python', 'warning', '2024-05-06T10:00:00.100Z'),
    ],
    [
      '(raylet, ip=10.0.0.128) [2022-07-25 08:35:14,805 C 157 212] (raylet) x',
      head('ray-cpp', 'fatal', '2022-07-25T06:35:14.805Z'),
    ],
    [
      '(pid=raylet) F0904 12:07:30.037915 49403 281886144 w.cc:364] x',
      head('glog', 'fatal', '2025-09-04T10:07:30.037Z'),
    ],
    [
      '{"severity":"ERROR","timestamp":"1716662649","message":"x"}',
      head('json', 'error', '2024-05-25T18:44:09.000Z'),
    ],
    [
      '{"asctime":"2024-06-03 07:51:50,382","levelname":"I"}',
      head('json', 'info', '2024-06-03T05:51:50.382Z'),
    ],
    ['Traceback (most recent call last):', head('traceback', 'error', null)],
    ['ray.exceptions.RayTaskError(ValueError): ray::f()', head('traceback', 'error', null)],
    ['Fatal Python error: Segmentation fault', head('traceback', 'fatal', null)],
    [
      '*** SIGSEGV received at time=1731234567 on cpu 3 ***',
      head('traceback', 'fatal', '2024-11-10T10:29:27.000Z'),
    ],
  ])('%s', (line, expected) => {
    expect(read(line)).toStrictEqual(expected);
  });

  it.each([
    '',
    '   ',
    '  File "x.py", line 1, in f',
    'hello',
    'ValueErrors are common',
    'ERROR rate: 3',
    '2024 was a good year',
    '2024-13-45 12:00:00 x',
    '[1/3] Installing',
    '(see below) text',
    '{not json}',
    '{"a": 1}',
    ' 32%|███▏      | 32/100',
    'I0904',
    '*** StackTrace Information ***',
    '\u001B]0;title\u0007',
  ])('nothing: %s', (line) => {
    expect(read(line)).toStrictEqual(none);
  });

  it('tells who wrote it', () => {
    const origin = (line: string) => {
      const { component, pid, place } = readLineHead(line, context);
      return [component, pid, place];
    };
    expect(origin('[2024-05-25 19:43:20,906 I 20792 20796] (gcs_server.exe) event.cc:234: x')).toStrictEqual([
      'gcs_server.exe',
      20792,
      'event.cc:234',
    ]);
    expect(origin('(pid=raylet) F0904 12:07:30.037915 49403 281886144 worker_pool.cc:364] x')).toStrictEqual([
      'raylet',
      49403,
      'worker_pool.cc:364',
    ]);
    expect(origin('2024-05-25 19:43:30,471\tINFO agent.py:139 -- x')).toStrictEqual([
      null,
      null,
      'agent.py:139',
    ]);
    expect(origin('\u001B[36m(train_step pid=12, ip=10.0.0.5)\u001B[0m x')).toStrictEqual([
      'train_step',
      12,
      null,
    ]);
    expect(origin('(see below) x')).toStrictEqual([null, null, null]);
  });
});

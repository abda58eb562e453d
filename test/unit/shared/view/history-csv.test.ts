import fc from 'fast-check';
import { expect, it } from 'vitest';
import { historySeries, type History, type HistoryMark } from '../../../../src/shared/history';
import { historyCsv } from '../../../../src/shared/view/history-csv';

const start = Date.UTC(2026, 10, 20, 17, 2, 0);

function historyOf(
  rows: Partial<Record<(typeof historySeries)[number], number>>[],
  marks: HistoryMark[] = [],
): History {
  const series = Object.fromEntries(
    historySeries.map((name) => [name, rows.map((row) => row[name] ?? null)]),
  ) as History['series'];
  return {
    span: '10min',
    stepMs: 1_000,
    at: rows.map((_row, index) => start + index * 1_000),
    series,
    marks,
  };
}

it('a row is a moment in UTC, and what was not told is empty', () => {
  const marks: HistoryMark[] = [
    { at: start + 1_500, kind: 'lost', text: 'No answer, three times: "silent"' },
  ];
  const csv = historyCsv(
    historyOf([{ gpuPercent: 63, swapUsedBytes: 0 }, { networkSentBytesPerSecond: 1.5 }], marks),
  );
  const lines = csv.split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]?.split(',')).toEqual(['time', ...historySeries, 'marks']);
  expect(lines[1]).toBe('2026-11-20T17:02:00.000Z,63,,,,,,,0,,,,,,,');
  expect(lines[2]).toBe('2026-11-20T17:02:01.000Z,,,,,,,,,,,,,,1.5,"No answer, three times: ""silent"""');
  expect(lines[3]).toBe('');
});

it('any text of a mark comes back whole, and every row has as many fields as the first', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }), (texts) => {
      const marks = texts.map((text): HistoryMark => ({ at: start, kind: 'joined', text }));
      const [header, row] = parseCsv(historyCsv(historyOf([{ cpuPercent: 1 }], marks)));
      expect(row).toHaveLength(header?.length ?? 0);
      expect(row?.at(-1)).toBe(texts.join('; '));
    }),
  );
});

/** RFC 4180, section 2. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain, end] of csv.matchAll(field)) {
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(fields);
    fields = [];
  }
  return rows;
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { historyMarkSchema, historySeries, historySpans, spanNames } from '../../../shared/history';
import { ActivityHistory } from './activity-history';

const magic = Buffer.from('RAYBARH1', 'latin1');
const lengthBytes = 4;
const digestBytes = 32;

const headerSchema = z.object({
  /** The rows of every column, in their order; a later Raybar may have others. */
  series: z.array(z.string()).max(1_000),
  columns: z.record(z.enum(spanNames), z.number().int().min(0).max(100_000)),
  marks: z.array(historyMarkSchema),
});

/**
 * The history as a file holds it: "RAYBARH1", the header's length (uint32), the header (JSON: series, columns of each span, marks), of each
 * span all times (float64) and then all columns (float32, NaN: not told), and a SHA-256 of all that. Little-endian.
 */
export function encodeHistory(history: ActivityHistory): Buffer {
  const columns = Object.fromEntries(spanNames.map((span) => [span, history.ring(span).length]));
  const header = Buffer.from(
    JSON.stringify({ series: historySeries, columns, marks: history.marks }),
    'utf8',
  );
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(header.length);
  const parts: Buffer[] = [magic, length, header];
  for (const span of spanNames) {
    const ring = history.ring(span);
    const rows = historySeries.length;
    const block = Buffer.alloc(ring.length * (8 + 4 * rows));
    for (let column = 0; column < ring.length; column += 1) {
      block.writeDoubleLE(ring.timeOf(column), column * 8);
      for (let row = 0; row < rows; row += 1) {
        block.writeFloatLE(ring.valueOf(column, row), ring.length * 8 + (column * rows + row) * 4);
      }
    }
    parts.push(block);
  }
  const content = Buffer.concat(parts);
  return Buffer.concat([content, digestOf(content)]);
}

/** Null for what is no whole history of ours. Series that are not known any more are left out, new ones are not told. */
export function decodeHistory(file: Buffer): ActivityHistory | null {
  const content = file.subarray(0, Math.max(0, file.length - digestBytes));
  const start = magic.length + lengthBytes;
  if (content.length < start || !content.subarray(0, magic.length).equals(magic)) return null;
  if (!digestOf(content).equals(file.subarray(content.length))) return null;
  const headerEnd = start + content.readUInt32LE(magic.length);
  const header = headerSchema.safeParse(asJson(content.subarray(start, headerEnd).toString('utf8')));
  if (!header.success) return null;
  const { series, columns, marks } = header.data;

  const history = new ActivityHistory();
  const rowInFile = historySeries.map((name) => series.indexOf(name));
  let offset = headerEnd;
  for (const span of spanNames) {
    const count = columns[span];
    const values = offset + count * 8;
    const end = values + count * series.length * 4;
    if (end > content.length) return null;
    let before = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < count; column += 1) {
      const time = content.readDoubleLE(offset + column * 8);
      if (!isColumnTime(time, historySpans[span].stepMs) || time <= before) return null;
      before = time;
      const valueAt = (row: number): number =>
        row < 0 ? Number.NaN : content.readFloatLE(values + (column * series.length + row) * 4);
      history.restoreColumn(
        span,
        time,
        rowInFile.map((row) => readingOf(valueAt(row))),
      );
    }
    offset = end;
  }
  if (offset !== content.length) return null;
  history.restoreMarks(marks);
  return history;
}

const digestOf = (content: Buffer): Buffer => createHash('sha256').update(content).digest();

const isColumnTime = (time: number, stepMs: number): boolean =>
  Number.isFinite(time) && time >= 0 && time % stepMs === 0;

/** Nothing that is kept can be below 0. */
const readingOf = (value: number): number => (Number.isFinite(value) && value >= 0 ? value : Number.NaN);

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

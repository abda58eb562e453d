import { z } from 'zod';
import { levelOfText } from './level-words';
import { headLine, type LineHead, plainLine } from './line-head';
import type { LineContext } from './line-context';

/** A JSON line beyond this is looked at in its first and last part only. */
const mostParsedBytes = 64 * 1_024;
const partBytes = 2_048;

/** Ray's events (severity, timestamp), its JSON logs (levelname, asctime, timestamp_ns), and others' habits (level, time, ts). */
const jsonLineSchema = z.looseObject({
  severity: z.string().optional().catch(undefined),
  levelname: z.string().optional().catch(undefined),
  level: z.string().optional().catch(undefined),
  timestamp: z.union([z.string(), z.number()]).optional().catch(undefined),
  timestamp_ns: z.number().optional().catch(undefined),
  asctime: z.string().optional().catch(undefined),
  time: z.union([z.string(), z.number()]).optional().catch(undefined),
  ts: z.union([z.string(), z.number()]).optional().catch(undefined),
});

/** `from` is the opening brace. */
export function jsonHead(
  bytes: Uint8Array,
  from: number,
  end: number,
  context: LineContext,
): LineHead | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(end - from, mostParsedBytes));
  const fields = end - from <= mostParsedBytes ? parsed(text.toString('utf8')) : looked(bytes, from, end);
  if (fields === null) return null;
  const word = fields.severity ?? fields.levelname ?? fields.level;
  const level = word === undefined ? null : levelOfText(word);
  const at = timeOf(fields, context);
  return level === null && at === null ? plainLine : headLine('json', level, at);
}

type JsonLine = z.infer<typeof jsonLineSchema>;

function parsed(text: string): JsonLine | null {
  try {
    return jsonLineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Reads the known fields out of the ends of an object that is too long to be parsed. */
function looked(bytes: Uint8Array, from: number, end: number): JsonLine | null {
  const part = (start: number): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset + start, partBytes).toString('latin1');
  const both = `${part(from)}\n${part(end - partBytes)}`;
  const field = (name: string): string | undefined =>
    new RegExp(`[{,]\\s*"${name}"\\s*:\\s*(?:"([^"\\\\]{1,40})"|([0-9.]{1,20}))`)
      .exec(both)
      ?.slice(1)
      .join('');
  const names = ['severity', 'levelname', 'level', 'timestamp', 'asctime', 'time', 'ts'] as const;
  return jsonLineSchema.safeParse(Object.fromEntries(names.map((name) => [name, field(name)]))).data ?? null;
}

function timeOf(fields: JsonLine, context: LineContext): number | null {
  if (fields.timestamp_ns !== undefined) return Math.floor(fields.timestamp_ns / 1e6);
  const told = fields.timestamp ?? fields.asctime ?? fields.time ?? fields.ts;
  if (told === undefined) return null;
  const number = typeof told === 'number' ? told : /^\d+(\.\d+)?$/.test(told) ? Number(told) : null;
  return number === null ? timeOfText(String(told), context) : epochMs(number);
}

/** Seconds, ms, µs or ns since the epoch: told by their size. */
function epochMs(number: number): number | null {
  if (number < 1e8) return null;
  if (number < 1e11) return Math.round(number * 1_000);
  if (number < 1e14) return Math.round(number);
  return Math.round(number < 1e17 ? number / 1e3 : number / 1e6);
}

/** An ISO time, or Python's asctime on this machine's wall. */
function timeOfText(text: string, context: LineContext): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/.exec(
    text,
  );
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const rest = second * 1_000 + Math.floor(Number(`0.${found[7] ?? '0'}`) * 1_000);
  const zone = found[8];
  if (zone === undefined) {
    const ofMinute = context.epochOfMinute(year, month, day, hour, minute);
    return ofMinute === null ? null : ofMinute + rest;
  }
  const parsedAt = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16)}:00${zone}`);
  return Number.isNaN(parsedAt) ? null : parsedAt + rest;
}

import { ascii, code, isAt, isDigit, isLetter, isUpper } from './bytes';
import { jsonHead } from './json-head';
import type { LineContext } from './line-context';
import {
  blankLine,
  chainLine,
  crashLine,
  exceptionLine,
  indentedLine,
  type LineHead,
  markerLine,
  plainLine,
  tracebackLine,
} from './line-head';
import { type LineOrigin, readLineOrigin } from './line-origin';
import { endOfPrefix } from './line-prefix';
import { bracketedHead, datedHead, epochSecondsAt, glogHead, wordHead } from './timed-heads';

const traceback = ascii('Traceback (most recent call last)');
const chains = [
  ascii('During handling of the above exception'),
  ascii('The above exception was the direct cause'),
];
const signalAt = ascii('*** SIG');
const abortedAt = ascii('*** Aborted at ');
const timeIs = ascii(' at time=');
const crashes = [
  'Fatal Python error: ',
  'libc++abi: terminating',
  'Segmentation fault',
  'terminate called after',
].map(ascii);

/**
 * What the beginning of a line says. Pure but for the context's memory of the last minute; makes no string before it is sure of a
 * head, and is done with the first bytes for most lines that are none.
 *
 * @param start of the line
 * @param end of the line, without its line break
 */
export function readLineHeadBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  context: LineContext,
): LineHead {
  const first = bytes[start];
  const from = first === code.escape || first === code.open ? endOfPrefix(bytes, start, end) : start;
  if (from >= end) return blankLine;
  const byte = bytes[from];
  if (byte === code.space || byte === code.tab) return indentOrBlank(bytes, from, end);
  if (isDigit(byte)) return datedHead(bytes, from, end, context) ?? plainLine;
  if (byte === code.bracket) return bracketedHead(bytes, from, end, context) ?? plainLine;
  if (byte === code.brace) return jsonHead(bytes, from, end, context) ?? plainLine;
  if (isUpper(byte) && isDigit(bytes[from + 1])) return glogHead(bytes, from, end, context) ?? plainLine;
  if (isUpper(byte)) return wordHead(bytes, from, end, context) ?? wordsOfTrouble(bytes, from, end);
  if (byte === code.colon) return isMarker(bytes, from, end) ? markerLine : plainLine;
  if (byte === 0x2a) return starredCrash(bytes, from, end);
  return isLetter(byte) ? wordsOfTrouble(bytes, from, end) : plainLine;
}

function indentOrBlank(bytes: Uint8Array, from: number, end: number): LineHead {
  const last = Math.min(end, from + 256);
  for (let index = from; index < last; index++) {
    const byte = bytes[index];
    if (byte !== code.space && byte !== code.tab && byte !== code.return) return indentedLine;
  }
  return last === end ? blankLine : indentedLine;
}

function wordsOfTrouble(bytes: Uint8Array, from: number, end: number): LineHead {
  if (bytes[from] === code.T) {
    if (isAt(bytes, from, end, traceback)) return tracebackLine;
    if (chains[1] !== undefined && isAt(bytes, from, end, chains[1])) return chainLine;
  }
  if (chains[0] !== undefined && isAt(bytes, from, end, chains[0])) return chainLine;
  for (const crash of crashes) if (isAt(bytes, from, end, crash)) return crashLine(null);
  return isException(bytes, from, end) ? exceptionLine : plainLine;
}

/** "ValueError: …", "ray.exceptions.RayTaskError(ValueError): …", "KeyboardInterrupt". */
function isException(bytes: Uint8Array, from: number, end: number): boolean {
  const last = Math.min(end, from + 100);
  let index = from;
  while (index < last && isOfDottedName(bytes[index])) index++;
  const next = bytes[index];
  if (index < end && next !== code.colon && next !== code.open && next !== code.return) return false;
  return endings.some(
    (ending) => index - ending.length > from - 1 && isAt(bytes, index - ending.length, end, ending),
  );
}

const endings = ['Error', 'Exception', 'KeyboardInterrupt', 'SystemExit'].map(ascii);

const isOfDottedName = (byte: number | undefined): boolean =>
  isLetter(byte) || isDigit(byte) || byte === code.dot || byte === code.underscore;

/** As readWorkerMarker has them. */
const markers = [':task_name:', ':actor_name:', ':job_id:'].map(ascii);

const isMarker = (bytes: Uint8Array, from: number, end: number): boolean =>
  markers.some((marker) => isAt(bytes, from, end, marker));

/** "*** SIGSEGV received at time=1731234567 on cpu 3 ***" (abseil), "*** Aborted at 1731234567 (unix time)" (glog). */
function starredCrash(bytes: Uint8Array, from: number, end: number): LineHead {
  if (isAt(bytes, from, end, abortedAt))
    return crashLine(epochSecondsAt(bytes, from + abortedAt.length, end));
  if (!isAt(bytes, from, end, signalAt)) return plainLine;
  const last = Math.min(end, from + 40);
  for (let index = from; index < last; index++) {
    if (isAt(bytes, index, end, timeIs)) return crashLine(epochSecondsAt(bytes, index + timeIs.length, end));
  }
  return crashLine(null);
}

const encoder = new TextEncoder();

/** As readLineHeadBytes, for a line that is text already, with who wrote it. */
export function readLineHead(line: string, context: LineContext): LineHead & LineOrigin {
  const bytes = encoder.encode(line);
  return { ...readLineHeadBytes(bytes, 0, bytes.length, context), ...readLineOrigin(line) };
}

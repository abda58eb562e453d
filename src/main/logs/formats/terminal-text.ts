import type { StyleSpan } from '../../../shared/logs';
import { applySgr, isPlain, plainStyle, type Style } from './sgr-style';

/** What a terminal would show of a text, as values: nothing in it can reach a terminal or a window's title. */
export interface StyledText {
  text: string;
  spans: StyleSpan[];
}

/** All that is not shown as it is: control characters, line separators, and what turns the direction of writing. */
const special = /\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const tab = '\t';
const escapeCode = 0x1b;

/**
 * Pure: takes a line's escape sequences out. Colours and weights (SGR) become spans; titles, links, cursor moves and all else are dropped,
 * and a lone control character is shown by its picture (U+2400 …). A link's words stay, its address goes.
 */
export function terminalText(line: string): StyledText {
  let text = '';
  const spans: StyleSpan[] = [];
  let style: Style = plainStyle;
  let styledFrom = 0;
  let from = 0;
  const endSpan = (): void => {
    if (!isPlain(style) && text.length > styledFrom)
      spans.push({ start: styledFrom, end: text.length, ...style });
    styledFrom = text.length;
  };
  special.lastIndex = 0;
  for (let found = special.exec(line); found !== null; found = special.exec(line)) {
    if (found[0] === tab) continue;
    text += line.slice(from, found.index);
    const sequence = sequenceAt(line, found.index);
    from = found.index + (sequence?.length ?? 1);
    if (sequence === null) text += pictureOf(line.charCodeAt(found.index));
    else if (sequence.sgr !== null) {
      endSpan();
      style = applySgr(style, sequence.sgr);
    }
    special.lastIndex = from;
  }
  text += line.slice(from);
  endSpan();
  return { text, spans };
}

interface Sequence {
  length: number;
  /** The parameters of a colour; null for what is dropped. */
  sgr: string | null;
}

/** CSI: parameters 0x30–0x3f, intermediates 0x20–0x2f, one final byte (ECMA-48, 5.4). */
const control = /[0-?]*[ -/]*[@-~]?/y;
const plainEscape = /[ -/]*[0-~]?/y;
/** What ends the text of OSC, DCS, SOS, PM and APC: BEL or ST. */
const stringEnds = ['\u0007', '\u001B\\', '\u009C'];

/** Behind such a text that begins at `from`; -1 where it does not end on this line. */
function endOfString(line: string, from: number): number {
  const ends = stringEnds.flatMap((end) => {
    const at = line.indexOf(end, from);
    return at === -1 ? [] : [at + end.length];
  });
  return ends.length === 0 ? -1 : Math.min(...ends);
}

/** The escape sequence at `index`; null where the character there begins none. */
function sequenceAt(line: string, index: number): Sequence | null {
  const first = line.charCodeAt(index);
  const isEscape = first === escapeCode;
  // An 8-bit control (0x80–0x9f) is ESC and the character 0x40 below.
  if (!isEscape && (first < 0x80 || first > 0x9f)) return null;
  const body = isEscape ? index + 2 : index + 1;
  const kind = isEscape ? line.charAt(index + 1) : String.fromCharCode(first - 0x40);
  if (kind === '') return { length: 1, sgr: null };
  if (kind === '[') {
    control.lastIndex = body;
    const rest = control.exec(line)?.[0] ?? '';
    const isColour = /^[0-9;:]*m$/.test(rest);
    return { length: body + rest.length - index, sgr: isColour ? rest.slice(0, -1) : null };
  }
  if (']PX^_'.includes(kind)) {
    const end = endOfString(line, body);
    // Without an end it would swallow the rest of the line: then only its beginning is dropped, and the rest is seen.
    return { length: (end === -1 ? body : end) - index, sgr: null };
  }
  if (!isEscape) return { length: 1, sgr: null };
  // ESC, intermediates and a final one: a choice of character sets, a saved cursor.
  plainEscape.lastIndex = index + 1;
  return { length: 1 + (plainEscape.exec(line)?.[0].length ?? 0), sgr: null };
}

function pictureOf(control_: number): string {
  if (control_ < 0x20) return String.fromCharCode(0x2400 + control_);
  if (control_ === 0x7f) return '\u2421';
  return control_ === 0x2028 || control_ === 0x2029 ? '\u2424' : '\ufffd';
}

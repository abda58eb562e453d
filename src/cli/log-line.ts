import type { LogRow } from '../shared/log-views';
import type { LogLevel, StyleSpan } from '../shared/logs';

const escape = '\u001B[';
const reset = `${escape}0m`;

const levelColours: Readonly<Record<LogLevel, string>> = {
  trace: '2',
  debug: '2',
  info: '',
  warning: '33',
  error: '31',
  fatal: '1;31',
};

/**
 * Pure: a row as a line of the terminal: its source, where there are several, its text, and how much of it was cut off. Colours are the row's own, else its level's. No
 * control character of a log gets through, whoever answered.
 */
export function logLine(row: LogRow, source: string | null, isColoured: boolean): string {
  const name = source === null ? '' : `${harmless(source)} | `;
  const cut = row.cutBytes > 0 ? `… +${row.cutBytes.toLocaleString('en-GB')} bytes` : '';
  if (!isColoured) return `${name}${harmless(row.text)}${cut}\n`;
  const before = name === '' ? '' : `${escape}36m${name}${reset}`;
  const text = row.spans.length > 0 ? styled(row.text, row.spans) : ofLevel(row);
  return `${before}${text}${cut === '' ? '' : `${escape}2m${cut}${reset}`}\n`;
}

function ofLevel({ level, text }: LogRow): string {
  const colour = level === null ? '' : levelColours[level];
  return colour === '' ? harmless(text) : `${escape}${colour}m${harmless(text)}${reset}`;
}

function styled(text: string, spans: readonly StyleSpan[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, ...style } of spans) {
    result += harmless(text.slice(from, start));
    const codes = sgrCodes(style);
    result += `${escape}${codes.join(';')}m${harmless(text.slice(start, end))}${reset}`;
    from = end;
  }
  return result + harmless(text.slice(from));
}

function sgrCodes(style: Omit<StyleSpan, 'start' | 'end'>): string[] {
  const codes: string[] = [];
  if (style.bold) codes.push('1');
  if (style.faint) codes.push('2');
  if (style.italic) codes.push('3');
  if (style.underline) codes.push('4');
  if (style.strike) codes.push('9');
  if (style.foreground !== undefined) codes.push(colourCode(style.foreground, 30));
  if (style.background !== undefined) codes.push(colourCode(style.background, 40));
  return codes;
}

/** @param base 30 for the foreground, 40 for the background */
function colourCode(colour: number | string, base: number): string {
  if (typeof colour === 'number') return String(colour < 8 ? base + colour : base + 52 + colour);
  const part = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  return `${base + 8};2;${part(1)};${part(3)};${part(5)}`;
}

/** Tabs stay; every other control character is shown as one that was replaced. */
const harmless = (text: string): string => text.replace(/\p{Cc}/gu, (one) => (one === '\t' ? one : '\uFFFD'));

import type { LogRow } from '../../shared/log-views';
import { spanClass } from './ansi-class';

export interface LinePart {
  /** Where in the line it begins. */
  readonly at: number;
  readonly text: string;
  /** Classes of logs.css; empty for plain text. */
  readonly className: string;
  readonly match: boolean;
}

/** A line has thousands of characters at most, but a hostile one can have as many colours: beyond these it goes on plain. */
const mostParts = 400;

/** A row's text, cut where its style or what the search found begins or ends. */
export function lineParts({ text, spans, matches }: Pick<LogRow, 'text' | 'spans' | 'matches'>): LinePart[] {
  if (spans.length === 0 && matches.length === 0) return [{ at: 0, text, className: '', match: false }];
  const parts: LinePart[] = [];
  let at = 0;
  let span = 0;
  let match = 0;
  while (at < text.length && parts.length < mostParts) {
    while ((spans[span]?.end ?? Infinity) <= at) span += 1;
    while ((matches[match]?.end ?? Infinity) <= at) match += 1;
    const style = spans[span];
    const found = matches[match];
    const styled = style !== undefined && style.start <= at;
    const matched = found !== undefined && found.start <= at;
    const end = Math.min(
      text.length,
      style === undefined ? Infinity : styled ? style.end : style.start,
      found === undefined ? Infinity : matched ? found.end : found.start,
    );
    parts.push({ at, text: text.slice(at, end), className: styled ? spanClass(style) : '', match: matched });
    at = end;
  }
  if (at < text.length) parts.push({ at, text: text.slice(at), className: '', match: false });
  return parts;
}

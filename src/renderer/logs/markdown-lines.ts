import type { LogText } from '../../shared/log-views';

export interface CopiedLines {
  readonly lines: LogText;
  /** What the lines are of: "raylet.out", or "3 logs". */
  readonly source: string;
  /** Ready to read; null where the lines have no time. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Lines for an issue or a chat: where they are from, when they were written, and they themselves as they are. */
export function markdownLines({ lines, source, from, to }: CopiedLines): string {
  const when = from === null ? '' : to === null || to === from ? ` · ${from}` : ` · ${from} to ${to}`;
  const text = lines.text.replace(/\n$/, '');
  const fence = fenceFor(text);
  const cut = lines.truncated ? [`(The first ${lines.rows} lines; there are more.)`] : [];
  return [`**${escaped(source)}**${when}`, '', `${fence}text`, text, fence, ...cut, ''].join('\n');
}

/** Longer than any run of backticks within, so that none ends it. */
function fenceFor(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 0);
  return '`'.repeat(Math.max(3, longest + 1));
}

/** A file may be called anything. */
const escaped = (name: string): string => name.replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&');

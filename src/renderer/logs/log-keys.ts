import type { LogLevel } from '../../shared/logs';
import { levels } from './level-marks';

export type LogAction =
  | { readonly do: 'search' | 'next-match' | 'previous-match' | 'expand' | 'bookmark' | 'keys' | 'escape' }
  | { readonly do: 'next-bookmark' | 'previous-bookmark' | 'copy' | 'copy-markdown' | 'copy-entry' }
  | { readonly do: 'problems' | 'sources' | 'select-all' }
  | { readonly do: 'level'; readonly level: LogLevel }
  | {
      readonly do: 'move';
      readonly by: 'row' | 'page' | 'end';
      readonly direction: -1 | 1;
      readonly extend: boolean;
    };

/** A key press, as far as it matters here. */
export interface KeyPress {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** What the sheet of keys says; `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export const keySheet: readonly (readonly [keys: string, what: string])[] = [
  ['/ or mod F', 'Search'],
  ['n, N or mod G, mod ⇧ G', 'Next match, previous match'],
  ['↑ ↓ or k j', 'Line up, line down; with ⇧ they select'],
  ['Page Up, Page Down', 'Screen up, screen down'],
  ['Home', 'First line'],
  ['End', 'Last line, and follow what comes'],
  ['Enter or Space', 'The whole entry'],
  ['1 to 6', 'Levels: all, debug, info, warning, error, fatal and up'],
  ['mod B', 'Bookmark the line'],
  ['] and [', 'Next bookmark, previous bookmark'],
  ['mod C', 'Copy the selected lines'],
  ['mod ⇧ C', 'Copy them as Markdown'],
  ['mod ⌥ C', 'Copy the whole entry'],
  ['mod A', 'Select all lines'],
  ['mod O', 'Choose logs'],
  ['mod ⇧ P', 'Problems'],
  ['Esc', 'Close what is open, end the search'],
  ['?', 'This sheet'],
];

const moves: Record<string, { readonly by: 'row' | 'page' | 'end'; readonly direction: -1 | 1 }> = {
  ArrowUp: { by: 'row', direction: -1 },
  ArrowDown: { by: 'row', direction: 1 },
  k: { by: 'row', direction: -1 },
  j: { by: 'row', direction: 1 },
  K: { by: 'row', direction: -1 },
  J: { by: 'row', direction: 1 },
  PageUp: { by: 'page', direction: -1 },
  PageDown: { by: 'page', direction: 1 },
  Home: { by: 'end', direction: -1 },
  End: { by: 'end', direction: 1 },
};

const plainKeys: Record<string, LogAction['do']> = {
  '/': 'search',
  n: 'next-match',
  N: 'previous-match',
  Enter: 'expand',
  ' ': 'expand',
  ']': 'next-bookmark',
  '[': 'previous-bookmark',
  '?': 'keys',
  Escape: 'escape',
};

/** What a key press asks for. `inText`: the focus is in a field, which keeps the keys that it needs itself. */
export function actionOf(press: KeyPress, inText: boolean): LogAction | null {
  const mod = press.metaKey || press.ctrlKey;
  if (mod) return withModifier(press, inText);
  if (press.altKey) return null;
  if (inText) return press.key === 'Escape' ? { do: 'escape' } : null;
  const move = moves[press.key];
  if (move !== undefined) return { do: 'move', ...move, extend: press.shiftKey };
  const level = /^[1-6]$/.test(press.key) ? levels[Number(press.key) - 1] : undefined;
  if (level !== undefined) return { do: 'level', level };
  return simple(plainKeys[press.key]);
}

function withModifier({ key, shiftKey, altKey }: KeyPress, inText: boolean): LogAction | null {
  // With ⌥ a Mac's keyboard gives another character: ç for c.
  const letter = key === 'ç' || key === 'Ç' ? 'c' : key.toLowerCase();
  if (letter === 'f' && !shiftKey) return { do: 'search' };
  if (letter === 'g') return { do: shiftKey ? 'previous-match' : 'next-match' };
  if (letter === 'b') return { do: 'bookmark' };
  if (letter === 'o' && !shiftKey) return { do: 'sources' };
  if (letter === 'p' && shiftKey) return { do: 'problems' };
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    if (inText) return null;
    return { do: 'move', by: 'end', direction: key === 'ArrowUp' ? -1 : 1, extend: shiftKey };
  }
  if (inText) return null;
  if (letter === 'a') return { do: 'select-all' };
  if (letter !== 'c') return null;
  return { do: altKey ? 'copy-entry' : shiftKey ? 'copy-markdown' : 'copy' };
}

function simple(name: LogAction['do'] | undefined): LogAction | null {
  if (name === undefined || name === 'move' || name === 'level') return null;
  return { do: name };
}

import type { StyleSpan, LogColour } from '../../shared/logs';

/** The terminal's 16 colours as xterm has them, to find the nearest of a program's own. */
const terminalColours: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
];

/**
 * The theme's colour for a program's. A colour of its own is taken for the nearest of the sixteen: what was chosen for a black terminal would
 * be unreadable on white.
 */
export function themeColour(colour: LogColour): number {
  if (typeof colour === 'number') return colour;
  const value = Number.parseInt(colour.slice(1), 16);
  const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255];
  let nearest = 0;
  let least = Infinity;
  for (const [index, [r, g, b]] of terminalColours.entries()) {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

/** A span's classes in logs.css. On a background of its own the text has that background's one readable colour. */
export function spanClass(span: StyleSpan): string {
  const classes: string[] = [];
  if (span.background !== undefined) classes.push(`ansi-on-${themeColour(span.background)}`);
  else if (span.foreground !== undefined) classes.push(`ansi-${themeColour(span.foreground)}`);
  else if (span.faint) classes.push('ansi-faint');
  if (span.bold) classes.push('ansi-bold');
  if (span.italic) classes.push('ansi-italic');
  if (span.underline) classes.push('ansi-underline');
  if (span.strike) classes.push('ansi-strike');
  return classes.join(' ');
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// Beside the renderer's tests, which know no files.
const renderer = path.resolve(__dirname, '../../src/renderer');
const sheets = ['components/theme.css', 'logs/log-colours.css'].map((file) =>
  readFileSync(path.join(renderer, file), 'utf8'),
);

/** The custom properties of a theme, as the sheets declare them: the dark ones over the light ones. */
function colours(scheme: 'light' | 'dark'): Map<string, string> {
  const found = new Map<string, string>();
  for (const sheet of sheets) {
    const darkFrom = sheet.indexOf('@media (prefers-color-scheme: dark)');
    for (const part of [sheet.slice(0, darkFrom), scheme === 'dark' ? sheet.slice(darkFrom) : '']) {
      for (const [, name, value] of part.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})\b/g)) {
        if (name !== undefined && value !== undefined) found.set(name, value);
      }
    }
  }
  return found;
}

/** WCAG 2.1's relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const indices = Array.from({ length: 16 }, (_, index) => index);
const grounds = ['--log-page', '--log-error', '--log-selected'];

describe.each(['light', 'dark'] as const)('in the log window’s %s theme', (scheme) => {
  const known = colours(scheme);
  const colour = (name: string): string => {
    const value = known.get(name);
    if (value === undefined) throw new Error(`${name} is not declared.`);
    return value;
  };
  const unreadable = (texts: readonly string[], on: readonly string[]) =>
    texts
      .flatMap((text) =>
        on.map((ground) => ({ text, ground, ratio: contrast(colour(text), colour(ground)) })),
      )
      .filter(({ ratio }) => ratio < 4.5);

  it('every terminal colour can be read on every ground that a line has', () => {
    const texts = indices.map((index) => `--ansi-${index}`);
    expect(unreadable(texts, grounds)).toEqual([]);
  });

  it('text on a terminal’s backgrounds can be read', () => {
    for (const index of indices)
      expect(unreadable([`--ansi-on-${index}`], [`--ansi-ground-${index}`])).toEqual([]);
  });

  it('time, log, level and plain text can be read on every ground', () => {
    const texts = ['--text', '--log-dim', '--log-source', '--log-warning', '--log-bad'];
    expect(unreadable(texts, grounds)).toEqual([]);
  });

  it('what was found can be read', () => {
    expect(unreadable(['--mark-text'], ['--mark', '--mark-current'])).toEqual([]);
  });

  it('the scroll bar’s marks are seen: 3 : 1 for what is no text', () => {
    for (const mark of ['--track-match', '--track-failure'])
      expect(contrast(colour(mark), colour('--log-page'))).toBeGreaterThanOrEqual(3);
  });
});

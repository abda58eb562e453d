import type { LogColour, StyleSpan } from '../../../shared/logs';

/** The style that stands while a terminal writes; every member left out is the terminal's plain one. */
export type Style = Omit<StyleSpan, 'start' | 'end'>;

export const plainStyle: Style = {};

export const isPlain = (style: Style): boolean => Object.keys(style).length === 0;

/**
 * Applies one SGR sequence's parameters ("1;31", "38;5;208", "38:2::255:0:0") as ECMA-48 and xterm have them. What is unknown changes nothing.
 * Blinking and inverse are left out: the one tires, the other would take contrast out of the theme's hand.
 */
export function applySgr(style: Style, parameters: string): Style {
  const fields = parameters === '' ? ['0'] : parameters.split(';');
  let next: Style = { ...style };
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] ?? '';
    const number = Number(field.split(':')[0] === '' ? 0 : field.split(':')[0]);
    if (number === 38 || number === 48) {
      const parts = field.includes(':') ? field.split(':').slice(1) : fields.slice(index + 1);
      const { colour, used } = extendedColour(parts, field.includes(':'));
      if (!field.includes(':')) index += used;
      if (colour !== null) next = { ...next, [number === 38 ? 'foreground' : 'background']: colour };
    } else {
      next = applyOne(next, number);
    }
  }
  return next;
}

function applyOne(style: Style, number: number): Style {
  if (number === 0) return plainStyle;
  const switched = switches.get(number);
  if (switched !== undefined) return without(style, switched.off, switched.on);
  if (number >= 30 && number <= 37) return { ...style, foreground: number - 30 };
  if (number >= 90 && number <= 97) return { ...style, foreground: number - 82 };
  if (number >= 40 && number <= 47) return { ...style, background: number - 40 };
  if (number >= 100 && number <= 107) return { ...style, background: number - 92 };
  return style;
}

const switches: ReadonlyMap<number, { off: readonly (keyof Style)[]; on: Style }> = new Map([
  [1, { off: [], on: { bold: true } }],
  [2, { off: [], on: { faint: true } }],
  [3, { off: [], on: { italic: true } }],
  [4, { off: [], on: { underline: true } }],
  [9, { off: [], on: { strike: true } }],
  [22, { off: ['bold', 'faint'], on: {} }],
  [23, { off: ['italic'], on: {} }],
  [24, { off: ['underline'], on: {} }],
  [29, { off: ['strike'], on: {} }],
  [39, { off: ['foreground'], on: {} }],
  [49, { off: ['background'], on: {} }],
]);

function without(style: Style, off: readonly (keyof Style)[], on: Style): Style {
  const next: Style = { ...style, ...on };
  for (const name of off) delete next[name];
  return next;
}

/** Behind 38 or 48: "5;N" of 256 colours, or "2;R;G;B", which with colons has an empty colour space before R. */
function extendedColour(
  parts: readonly string[],
  colons: boolean,
): { colour: LogColour | null; used: number } {
  if (parts[0] === '5') return { colour: paletteColour(Number(parts[1])), used: 2 };
  if (parts[0] !== '2') return { colour: null, used: 0 };
  const rgb = (colons && parts.length > 4 ? parts.slice(2, 5) : parts.slice(1, 4)).map(Number);
  const known = rgb.length === 3 && rgb.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  return { colour: known ? hex(rgb) : null, used: 4 };
}

/** xterm's 256 colours: 16 of the theme, a cube of 6 × 6 × 6, 24 greys. */
function paletteColour(number: number): LogColour | null {
  if (!Number.isInteger(number) || number < 0 || number > 255) return null;
  if (number < 16) return number;
  if (number >= 232) return hex([0, 0, 0].fill(8 + (number - 232) * 10));
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const inCube = number - 16;
  return hex([level(Math.floor(inCube / 36)), level(Math.floor(inCube / 6) % 6), level(inCube % 6)]);
}

const hex = (rgb: readonly number[]): string =>
  `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** ASCII codes that log lines are told apart by. */
export const code = {
  tab: 0x09,
  newline: 0x0a,
  return: 0x0d,
  escape: 0x1b,
  space: 0x20,
  quote: 0x22,
  open: 0x28,
  close: 0x29,
  comma: 0x2c,
  dash: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  A: 0x41,
  T: 0x54,
  Z: 0x5a,
  bracket: 0x5b,
  bracketEnd: 0x5d,
  underscore: 0x5f,
  a: 0x61,
  m: 0x6d,
  z: 0x7a,
  brace: 0x7b,
  bar: 0x7c,
} as const;

export const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= code.zero && byte <= code.nine;
export const isUpper = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= code.A && byte <= code.Z;
export const isLetter = (byte: number | undefined): boolean =>
  isUpper(byte) || (byte !== undefined && byte >= code.a && byte <= code.z);

/** The number that `count` digits at `from` write; -1 where one of them is no digit. */
export function digitsAt(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let index = from; index < from + count; index++) {
    const digit = (bytes[index] ?? 0) - code.zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** True where the bytes at `from` are these ASCII ones. */
export function isAt(bytes: Uint8Array, from: number, end: number, ascii: Uint8Array): boolean {
  if (from + ascii.length > end) return false;
  for (let index = 0; index < ascii.length; index++) {
    if (bytes[from + index] !== ascii[index]) return false;
  }
  return true;
}

const encoder = new TextEncoder();
export const ascii = (text: string): Uint8Array => encoder.encode(text);

import { ascii, code, isAt } from './bytes';

/** `(train_step pid=4711, ip=10.0.0.5) `: long names occur, but no longer than this. */
const longestPrefixBytes = 256;
const pidIs = ascii('pid=');
const ipIs = ascii('ip=');
const known = ['raylet', 'raylet.exe', 'autoscaler', 'scheduler', 'gcs_server', 'driver'].map((name) =>
  ascii(`${name})`),
);

/**
 * Where a line's own words begin: behind colours and behind what Ray's driver writes before another process's line,
 * "(train_step pid=4711) " or "(raylet) ".
 */
export function endOfPrefix(bytes: Uint8Array, start: number, end: number): number {
  const plain = skipColours(bytes, start, end);
  if (bytes[plain] !== code.open) return plain;
  const close = endOfOrigin(bytes, plain, end);
  if (close === -1) return plain;
  const after = skipColours(bytes, close, end);
  return bytes[after] === code.space ? skipColours(bytes, after + 1, end) : after;
}

/** Behind the closing parenthesis; -1 where the parentheses don't name a process. */
function endOfOrigin(bytes: Uint8Array, open: number, end: number): number {
  const first = open + 1;
  for (const name of known) if (isAt(bytes, first, end, name)) return first + name.length;
  const last = Math.min(end, open + longestPrefixBytes);
  let told = false;
  for (let index = first; index < last; index++) {
    const byte = bytes[index];
    if (byte === code.close && told) return index + 1;
    // Most bytes are neither; comparing words at each would be slow.
    if (byte === 0x70 || byte === 0x69)
      told ||= isAt(bytes, index, end, pidIs) || isAt(bytes, index, end, ipIs);
  }
  return -1;
}

/** Behind any SGR sequences: ESC [ digits ; m. */
export function skipColours(bytes: Uint8Array, from: number, end: number): number {
  let index = from;
  while (index < end && bytes[index] === code.escape && bytes[index + 1] === code.bracket) {
    let next = index + 2;
    while (next < end && (bytes[next] ?? 0) >= code.zero && (bytes[next] ?? 0) <= 0x3b) next++;
    if (bytes[next] !== code.m) return index;
    index = next + 1;
  }
  return index;
}

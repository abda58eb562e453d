import { type FoundSecret, homeMark } from './found-secret';

/** A slash as an address's parameter has it, also encoded twice. */
const encodedSlash = String.raw`%(?:25)?2[Ff]`;
const slash = String.raw`(?:\\{0,2}/|${encodedSlash})`;
const name = String.raw`(?:(?!${encodedSlash})[^\s/\\"'\x60:,;<>()[\]{}|=&?*~•])+`;
/** `/Users/NAME`, `/home/NAME` and a Windows driver's own, also with escaped or encoded slashes; `/Users/Shared` is nobody's. */
const usual = String.raw`(?:${slash}(?:Users|home)${slash}(?!Shared(?:\b|%))${name}|[A-Za-z]:\\{1,2}Users\\{1,2}${name})`;

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Makes what finds home directories: the usual ones of anybody, and these (e.g. "/root", "/Volumes/Data/ada"). */
export function homePaths(homes: readonly string[]): (text: string) => FoundSecret[] {
  const own = homes
    .map((home) => home.replace(/\/+$/, ''))
    .filter((home) => home.length > 1)
    .map((home) => String.raw`${home.split('/').map(quoted).join(slash)}(?![\w.-])`);
  // One `~` for homes in a row: what stands there then is no home any more.
  const pattern = new RegExp(`(?:~?(?:${[...own, usual].join('|')}))+`, 'g');
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
      shown: homeMark,
    }));
}

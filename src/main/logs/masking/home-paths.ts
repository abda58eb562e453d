import { type FoundSecret, homeMark } from './found-secret';

const name = String.raw`[^\s/\\"'\x60:,;<>()[\]{}|=&?*~•]+`;
/** `/Users/NAME`, `/home/NAME` and a Windows driver's own, also with escaped slashes; `/Users/Shared` is nobody's. */
const usual = String.raw`(?:\\{0,2}/(?:Users|home)\\{0,2}/(?!Shared\b)${name}|[A-Za-z]:\\{1,2}Users\\{1,2}${name})`;

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Makes what finds home directories: the usual ones of anybody, and these (e.g. "/root", "/Volumes/Data/ada"). */
export function homePaths(homes: readonly string[]): (text: string) => FoundSecret[] {
  const own = homes
    .map((home) => home.replace(/\/+$/, ''))
    .filter((home) => home.length > 1)
    .map((home) => String.raw`${quoted(home)}(?![\w.-])`);
  // One `~` for homes in a row: what stands there then is no home any more.
  const pattern = new RegExp(`(?:~?(?:${[...own, usual].join('|')}))+`, 'g');
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
      shown: homeMark,
    }));
}

import { describe, expect, it } from 'vitest';
import { makeMatcher, spansIn } from '../../../../../src/main/logs/search/matcher';
import { RaybarFailure } from '../../../../../src/shared/errors';

const expression = (text: string, more = {}) =>
  makeMatcher({ text, regex: true, matchCase: true, wholeWord: false, ...more });
const found = (text: string, line: string, more = {}): string[] =>
  spansIn(expression(text, more), line).map(({ start, end }) => line.slice(start, end));

describe('a regular expression', () => {
  it('that is none is told as it was typed', () => {
    const thrown = (text: string): unknown => {
      try {
        return expression(text, { matchCase: false });
      } catch (error) {
        return error instanceof RaybarFailure ? error.error : error;
      }
    };
    expect(thrown('(a+)+$(')).toMatchObject({
      code: 'log-search-invalid',
      tried: 'Searched for the regular expression (a+)+$(',
      found: '/(a+)+$(/: Unterminated group',
    });
    expect(thrown('a)(b')).toMatchObject({ found: "/a)(b/: Unmatched ')'" });
  });

  it('means by a group’s number the group that was typed', () => {
    expect(found(String.raw`(.)\1`, 'abccd')).toStrictEqual(['cc']);
    expect(found(String.raw`(\w)\1`, 'xx axx', { wholeWord: true })).toStrictEqual(['xx']);
  });

  it('is taken by the older rules, too, and as one whole', () => {
    expect(found(String.raw`\d{`, 'a 5{')).toStrictEqual(['5{']);
    expect(found('a|bc', 'a bc abc', { wholeWord: true })).toStrictEqual(['a', 'bc']);
    expect(found('.', '😀')).toStrictEqual(['😀']);
  });
});

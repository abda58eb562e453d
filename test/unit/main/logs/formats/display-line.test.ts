import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayLine, lastState } from '../../../../../src/main/logs/formats/display-line';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const shown = (text: string) => displayLine(bytes(text));
const escape = '\u001B';

describe('a line as it is shown', () => {
  it('keeps colours as spans', () => {
    expect(shown(`${escape}[36m(f pid=1)${escape}[0m ok ${escape}[1;31mbad${escape}[22m red`)).toStrictEqual({
      text: '(f pid=1) ok bad red',
      spans: [
        { start: 0, end: 9, foreground: 6 },
        { start: 13, end: 16, bold: true, foreground: 1 },
        { start: 16, end: 20, foreground: 1 },
      ],
      cutBytes: 0,
    });
  });

  it('reads 256 and 16 million colours in both writings', () => {
    const colour = (parameters: string) => shown(`${escape}[${parameters}mx`).spans[0]?.foreground;
    expect(colour('38;5;9')).toBe(9);
    expect(colour('38;5;208')).toBe('#ff8700');
    expect(colour('38;5;240')).toBe('#585858');
    expect(colour('38;2;1;2;3')).toBe('#010203');
    expect(colour('38:2::255:0:16')).toBe('#ff0010');
    expect(colour('38;5;999')).toBeUndefined();
    expect(shown(`${escape}[38;5;208;1mx`).spans[0]).toMatchObject({ bold: true });
  });

  it.each([
    ['a title', `${escape}]0;owned\u0007text`, 'text'],
    ['a title that ends in ST', `${escape}]2;owned${escape}\\text`, 'text'],
    [
      'a link, of which the words stay',
      `see ${escape}]8;;https://evil.example\u0007here${escape}]8;;\u0007.`,
      'see here.',
    ],
    ['a cursor move and a cleared screen', `a${escape}[2J${escape}[1;1Hb${escape}[?25lc`, 'abc'],
    ['a device string', `a${escape}P1$r0m${escape}\\b`, 'ab'],
    ['8-bit controls', 'a\u009B31mb\u009D0;title\u009Cc', 'abc'],
    ['a choice of character set', `${escape}(Ba${escape}=b${escape}7c`, 'abc'],
    ['a title without an end', `a${escape}]0;rest of the line`, 'a0;rest of the line'],
    ['an escape at the end', `a${escape}`, 'a'],
    ['half a colour', `a${escape}[31`, 'a'],
  ])('drops %s', (_what, line, text) => {
    expect(shown(line).text).toBe(text);
  });

  it('shows lone control characters by their pictures, and nothing turns the direction of writing', () => {
    expect(shown('a\u0000b\u0008c\u007fd\te').text).toBe('a␀b␈c␡d\te');
    expect(shown('abc\u202Efdp.exe').text).toBe('abc\uFFFDfdp.exe');
    expect(shown('a\u2028b').text).toBe('a␤b');
  });

  it('shows the last state of a progress bar', () => {
    expect(shown('\r  0%|  | 0/9\r 50%|█ | 5/9\r100%|██| 9/9').text).toBe('100%|██| 9/9');
    expect(shown('text\r').text).toBe('text');
    expect(shown('text\r\r').text).toBe('text');
    expect(lastState(bytes('ab\rcd\r'), 0, 6)).toStrictEqual({ start: 3, end: 5 });
    expect(lastState(bytes('ab\rcd'), 3, 5)).toStrictEqual({ start: 3, end: 5 });
  });

  it('replaces bytes that are no UTF-8', () => {
    expect(displayLine(Uint8Array.from([0x61, 0xd5, 0x62, 0xff])).text).toBe('a\uFFFDb\uFFFD');
  });

  it('cuts a very long line, not a character, and says how much more there is', () => {
    const line = displayLine(bytes('é'.repeat(100)), { mostCharacters: 10 });
    expect(line).toStrictEqual({ text: 'é'.repeat(10), spans: [], cutBytes: 180 });
    expect(displayLine(bytes('😀'.repeat(9)), { mostCharacters: 5 }).text).toBe('😀😀');
    const huge = displayLine(new Uint8Array(100_000).fill(0x61), { mostCharacters: 10 }, 100_000_000);
    expect(huge).toStrictEqual({ text: 'a'.repeat(10), spans: [], cutBytes: 99_999_990 });
  });

  it('decodes no half character where it stops to read', () => {
    const line = displayLine(bytes(`a${'€'.repeat(20_000)}`), { mostCharacters: 20_000 });
    expect(line.text).toMatch(/^a€+$/);
    expect(Buffer.byteLength(line.text) + line.cutBytes).toBe(60_001);
  });

  it('masks before it cuts, and moves the colours with the text', () => {
    const mask = (text: string) => {
      const start = text.indexOf('secret');
      return {
        text: text.replace('secret', '…'),
        replacements: start === -1 ? [] : [{ start, end: start + 6, length: 1 }],
      };
    };
    expect(displayLine(bytes(`a se${escape}[31mcret b${escape}[32mc`), { mask })).toStrictEqual({
      text: 'a … bc',
      spans: [
        { start: 2, end: 5, foreground: 1 },
        { start: 5, end: 6, foreground: 2 },
      ],
      cutBytes: 0,
    });
    expect(displayLine(bytes('0123 secret'), { mask, mostCharacters: 8 }).text).toBe('0123 …');
  });

  it('never lets a control character through, and its spans lie in order within the text', () => {
    const parts = fc.constantFrom(
      escape,
      '[',
      '31m',
      ']0;',
      '\u0007',
      '\\',
      '\u009B',
      '\r',
      'a',
      '(',
      'é',
      '38;5;',
      '\u0000',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string({ unit: 'binary' })), { maxLength: 30 }), (all) => {
        const { text, spans } = displayLine(bytes(all.join('')));
        expect(text.replaceAll('\t', '')).not.toMatch(/\p{Cc}/u);
        let last = 0;
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

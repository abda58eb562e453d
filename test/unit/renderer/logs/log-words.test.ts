import { describe, expect, it } from 'vitest';
import { actionOf, keySheet, type KeyPress } from '../../../../src/renderer/logs/log-keys';
import { fromLevel, levelFilterLabel } from '../../../../src/renderer/logs/level-marks';
import { markdownLines } from '../../../../src/renderer/logs/markdown-lines';
import { sessionName } from '../../../../src/renderer/logs/query-words';
import { countWords } from '../../../../src/renderer/logs/SearchBar';

const press = (key: string, own: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  ...own,
});

it('a match is never one of fewer, also where it was told before the count that has it', () => {
  expect(countWords(12, 3, true)).toBe('3 of 12');
  expect(countWords(12, 13, true)).toBe('13 of 13');
});

describe('lines as Markdown', () => {
  const lines = { text: 'one\ntwo\n', rows: 2, truncated: false, cutBytes: 0 };

  it('tell where they are from and when they were written', () => {
    expect(markdownLines({ lines, source: 'raylet.out', from: '17:02:11.482', to: '17:02:12.001' })).toBe(
      '**raylet.out** · 17:02:11.482 to 17:02:12.001\n\n```text\none\ntwo\n```\n',
    );
  });

  it('can’t end their own fence, and their log’s name is only a name', () => {
    const fenced = { ...lines, text: 'a\n````\nb\n' };
    const text = markdownLines({ lines: fenced, source: 'x_<b>*', from: null, to: null });
    expect(text).toBe('**x\\_\\<b\\>\\***\n\n`````text\na\n````\nb\n`````\n');
  });

  it('say where they were cut', () => {
    const text = markdownLines({ lines: { ...lines, truncated: true }, source: 'a', from: null, to: null });
    expect(text).toContain('(The first 2 lines; there are more.)');
  });
});

describe('the keys', () => {
  it('mean the same with ⌘ and with Ctrl', () => {
    for (const mod of [{ metaKey: true }, { ctrlKey: true }]) {
      expect(actionOf(press('f', mod), true)).toEqual({ do: 'search' });
      expect(actionOf(press('G', { ...mod, shiftKey: true }), true)).toEqual({ do: 'previous-match' });
      expect(actionOf(press('b', mod), false)).toEqual({ do: 'bookmark' });
    }
  });

  it('leave a field what it needs itself', () => {
    for (const key of ['n', '/', '5', 'j', 'Home', 'ArrowUp', ' ', 'Enter'])
      expect(actionOf(press(key), true)).toBe(null);
    for (const key of ['a', 'c']) expect(actionOf(press(key, { metaKey: true }), true)).toBe(null);
    expect(actionOf(press('Escape'), true)).toEqual({ do: 'escape' });
  });

  it('choose a level and up by its digit', () => {
    expect(actionOf(press('5'), false)).toEqual({ do: 'level', level: 'error' });
    expect(fromLevel('error')).toEqual(['error', 'fatal']);
    expect(fromLevel('trace')).toBe(null);
  });

  it('copy with ⌥ on a Mac’s keyboard, where it makes another character of c', () => {
    expect(actionOf(press('ç', { metaKey: true, altKey: true }), false)).toEqual({ do: 'copy-entry' });
  });

  it('are each told once in their sheet', () => {
    const told = keySheet.map(([keys]) => keys);
    expect(new Set(told).size).toBe(told.length);
  });
});

describe('the words', () => {
  it('of the level filter are short', () => {
    expect(levelFilterLabel(null)).toBe('All levels');
    expect(levelFilterLabel(['warning', 'error', 'fatal'])).toBe('Warning and up');
    expect(levelFilterLabel(['info', 'none'])).toBe('Info, Without a level');
    expect(levelFilterLabel(['fatal'])).toBe('Fatal');
  });

  it('of a session are its day and time', () => {
    expect(sessionName('session_2026-11-21_06-00-00_123456_4711', 'en-GB')).toBe('21 Nov 2026, 06:00');
    expect(sessionName('something else')).toBe('something else');
  });
});

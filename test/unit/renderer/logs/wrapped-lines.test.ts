import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../src/renderer/logs/wrapped-lines';

describe('the lines of a text', () => {
  it.each([
    ['a\nb\nc', 3],
    ['', 1],
    ['a\n\nb', 3],
  ])('of %j are %i', (text, lines) => {
    expect(linesOf(text)).toBe(lines);
  });

  it('are more where they are wrapped', () => {
    expect(linesOf('x'.repeat(5_000))).toBe(46);
    expect(linesOf(`${'x'.repeat(25)}\ny`, 10)).toBe(4);
  });

  it('are counted no further than a screen has', () => {
    expect(linesOf('x\n'.repeat(100_000))).toBe(200);
    expect(linesOf('x'.repeat(1_000_000))).toBe(200);
  });
});

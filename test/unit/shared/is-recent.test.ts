import { describe, expect, it } from 'vitest';
import { isRecent } from '../../../src/shared/is-recent';

describe('what was not long ago', () => {
  it('is so from its own moment until its time is over', () => {
    expect([1_000, 1_499, 1_500].map((now) => isRecent(1_000, now, 500))).toEqual([true, true, false]);
  });

  it('is neither what never was, nor what a clock that was set back has still to come', () => {
    expect([null, undefined, 1_001].map((at) => isRecent(at, 1_000, 500))).toEqual([false, false, false]);
  });
});

import { describe, expect, it } from 'vitest';
import { pauseUntil } from '../../../../src/main/policy/pause-until';

const local = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();

describe('The end of a pause', () => {
  it('is so many minutes from now', () => {
    expect(pauseUntil({ minutes: 30 }, 1_000)).toBe(1_000 + 1_800_000);
  });

  it('is the next morning at 7 for “until tomorrow”', () => {
    expect(pauseUntil({ until: 'tomorrow' }, local(20, 17, 2))).toBe(local(21, 7));
    expect(pauseUntil({ until: 'tomorrow' }, local(20, 7))).toBe(local(21, 7));
  });

  it('is this morning when it is past midnight: the evening is not over yet', () => {
    expect(pauseUntil({ until: 'tomorrow' }, local(21, 1, 30))).toBe(local(21, 7));
  });

  it('keeps the hour over a change of the clocks', () => {
    const evening = new Date(2026, 9, 24, 22).getTime();
    expect(new Date(pauseUntil({ until: 'tomorrow' }, evening)).getHours()).toBe(7);
  });
});

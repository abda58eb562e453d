import { afterEach, describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatBytesOf,
  formatClock,
  formatCountdown,
  formatDuration,
  formatMoment,
  formatNumber,
  formatPercent,
  formatRate,
  shortNodeId,
} from '../../../../src/shared/view/format';
import { knownLocale, setOwnLocale } from '../../../../src/shared/view/own-locale';
import { exampleNodeId, exampleNow } from '../../../support/snapshots';

const utc = { locale: 'en-GB', timeZone: 'UTC' };
const hour = 3_600_000;

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [42_999, '42 s'],
    [12 * 60_000 + 30_000, '12 min'],
    [3 * hour + 59 * 60_000, '3 h'],
    [50 * hour, '2 d'],
  ])('of %i ms is told in its largest unit as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('that has not begun, because two clocks differ, is 0 s', () => {
    expect(formatDuration(-300)).toBe('0 s');
  });
});

describe('a countdown', () => {
  it.each([
    [2_001, '3 s'],
    [60_000, '1 min'],
    [6 * 60_000 + 59_000, '6 min 59 s'],
    [1.5 * hour, '1 h 30 min'],
    [26 * hour, '1 d 2 h'],
    [59 * 60_000 + 59_500, '1 h'],
  ])('of %i ms is told in two units as %s', (ms, text) => {
    expect(formatCountdown(ms)).toBe(text);
  });

  it('reaches 0 only when the time has come', () => {
    expect(formatCountdown(1)).toBe('1 s');
    expect(formatCountdown(0)).toBe('0 s');
    expect(formatCountdown(-5)).toBe('0 s');
  });
});

describe('a clock time', () => {
  it('follows the locale and the time zone', () => {
    expect(formatClock(exampleNow, utc)).toBe('17:02');
    expect(formatClock(exampleNow, utc, 'second')).toBe('17:02:00');
    expect(formatClock(exampleNow, { locale: 'en-US', timeZone: 'America/New_York' })).toMatch(/^12:02\sPM$/);
    // Without a zero before it, as nobody says "05:02 PM".
    expect(formatClock(exampleNow, { locale: 'en-US', timeZone: 'UTC' })).toMatch(/^5:02\sPM$/);
    expect(formatClock(exampleNow, { locale: 'en-GB', timeZone: 'Pacific/Honolulu' })).toBe('07:02');
    expect(formatClock(exampleNow, { locale: 'de-DE', timeZone: 'Europe/Berlin' })).toBe('18:02');
  });

  it('names the day where that is not today', () => {
    expect(formatMoment(exampleNow + 2 * hour, exampleNow, utc)).toBe('19:02');
    expect(formatMoment(exampleNow + 13 * hour, exampleNow, utc)).toBe('tomorrow 06:02');
    expect(formatMoment(exampleNow - 20 * hour, exampleNow, utc)).toBe('yesterday 21:02');
    expect(formatMoment(exampleNow - 72 * hour, exampleNow, utc)).toBe('Tue 17:02');
    expect(formatMoment(exampleNow - 400 * hour, exampleNow, utc)).toBe('4 Nov 01:02');
  });

  it('counts days by the place’s calendar, also over a change of the clocks', () => {
    const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
    const eveningBefore = Date.parse('2026-10-24T21:30:00Z');
    expect(formatMoment(Date.parse('2026-10-25T22:30:00Z'), eveningBefore, berlin)).toBe('tomorrow 23:30');
  });
});

describe('bytes', () => {
  it.each([
    [9.1 * 2 ** 30, '9.1 GB'],
    [48 * 2 ** 30, '48 GB'],
    [512 * 2 ** 20, '512 MB'],
    [130.4 * 2 ** 30, '130 GB'],
    [1.5 * 2 ** 40, '1.5 TB'],
    [2048, '2 KB'],
    [0, '0 KB'],
    [100, '<1 KB'],
    [2 ** 30 - 1, '1 GB'],
  ])('%d are told as Activity Monitor does: %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('used of a total share the total’s unit', () => {
    expect(formatBytesOf(31.2 * 2 ** 30, 48 * 2 ** 30)).toBe('31.2 of 48 GB');
    expect(formatBytesOf(1.49 * 2 ** 40, 1.5 * 2 ** 40)).toBe('1.49 of 1.5 TB');
    expect(formatBytesOf(0.3 * 2 ** 30, 8 * 2 ** 30)).toBe('0.3 of 8 GB');
  });
});

describe('numbers', () => {
  it('have the decimal sign of the owner’s locale', () => {
    expect(formatBytes(9.1 * 2 ** 30, { locale: 'de-DE' })).toBe('9,1 GB');
    expect(formatBytesOf(31.2 * 2 ** 30, 48 * 2 ** 30, { locale: 'fr-FR' })).toBe('31,2 of 48 GB');
    expect(formatRate(1_250_000, { locale: 'de-DE' })).toBe('1,3 MB/s');
  });

  it('that are not 0 are never told as 0', () => {
    expect(formatNumber(0.04, 1, utc)).toBe('<0.1');
    expect(formatPercent(0.3, utc)).toBe('<1 %');
    expect(formatPercent(0, utc)).toBe('0 %');
  });
});

describe('a rate', () => {
  it.each([
    [0, '0 KB/s'],
    [30_000, '30 KB/s'],
    [400_000, '0.4 MB/s'],
    [118_000_000, '118 MB/s'],
  ])('of %i bytes a second is told in decimal units: %s', (bytesPerSecond, text) => {
    expect(formatRate(bytesPerSecond, utc)).toBe(text);
  });
});

it('a percentage is whole', () => {
  expect(formatPercent(41.4)).toBe('41 %');
});

it('a node id is told by its ends', () => {
  expect(shortNodeId(exampleNodeId)).toBe('5a19…98e');
});

describe('the owner’s own locale', () => {
  afterEach(() => setOwnLocale(''));

  it('is the region’s, whatever language the app speaks', () => {
    setOwnLocale('en-DE');
    expect(formatRate(1_500_000)).toBe('1,5 MB/s');
    expect(formatClock(exampleNow, { timeZone: 'UTC' })).toMatch(/^\d\d:\d\d$/);
    setOwnLocale('en-US');
    expect(formatRate(1_500_000)).toBe('1.5 MB/s');
    expect(formatClock(exampleNow, { timeZone: 'UTC' })).toMatch(/\s[AP]M$/u);
  });

  it('gives way to a place that is named', () => {
    setOwnLocale('en-DE');
    expect(formatNumber(1.5, 1, utc)).toBe('1.5');
  });

  it.each([
    ['de_CH', 'de-CH'],
    ['en_GB@calendar=gregorian', 'en-GB'],
    ['de_DE.UTF-8', 'de-DE'],
    ['', undefined],
    ['C', undefined],
    ['not a locale', undefined],
  ])('told as “%s” is %s', (told, known) => {
    expect(knownLocale(told)).toBe(known);
  });
});

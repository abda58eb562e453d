import { describe, expect, it } from 'vitest';
import { doctorChecks, type DoctorFinding, type DoctorReport } from '../../../../src/shared/doctor';
import { checkNames, doctorSummary, doctorText, hasStatus } from '../../../../src/shared/view/doctor-words';
import { exampleNow } from '../../../support/snapshots';

const place = { locale: 'en-GB', timeZone: 'UTC' };
const of = (check: DoctorFinding['check'], status: DoctorFinding['status']): DoctorFinding => ({
  check,
  status,
  code: status === 'failed' ? 'head-refused' : null,
  tried: 'Tried it.',
  found: 'Found it.',
  fixes: status === 'failed' ? ['Mend it.', 'Or so.'] : [],
  actions: [],
});
const report = (...findings: DoctorFinding[]): DoctorReport => ({
  at: exampleNow,
  durationMs: 1_234,
  locale: 'en-US',
  findings,
});

describe('the doctor’s words', () => {
  it('count what is wrong, or say that nothing is', () => {
    expect(doctorSummary(report(of('head', 'failed'), of('disk', 'failed'), of('gpu', 'unavailable')))).toBe(
      '2 checks failed, 1 not known',
    );
    expect(doctorSummary(report(of('head', 'ok'), of('gpu', 'unavailable')))).toBe(
      'Nothing wrong was found, 1 not known',
    );
    expect(doctorSummary(report(of('head', 'warning')))).toBe('1 warning');
  });

  it('are aligned, with a sign and a word for each state, and what to do below', () => {
    expect(doctorText(report(of('head', 'failed'), of('memory', 'ok')), place)).toBe(
      [
        '1 check failed (17:02:00, in 1.2 s)',
        '',
        '✗ Failed     Head    Found it. (head-refused)',
        '                     Tried it.',
        '                     - Mend it.',
        '                     - Or so.',
        '✓ OK         Memory  Found it.',
        '',
      ].join('\n'),
    );
  });

  it('tell the time as the findings do, wherever they are read', () => {
    expect(doctorText(report(of('memory', 'ok')), { timeZone: 'UTC' })).toMatch(/\(5:02:00\sPM, in 1\.2 s\)/);
    const german = { ...report(of('memory', 'ok')), locale: 'de-DE' };
    expect(doctorText(german, { timeZone: 'UTC' })).toContain('(17:02:00, in 1.2 s)');
  });

  it('take colour only around the sign and the word', () => {
    const text = doctorText(report(of('memory', 'ok')), place, (mark, status) => `<${status}>${mark}</>`);
    expect(text).toContain('<ok>✓ OK       </>  Memory  Found it.');
  });

  it('name every check differently', () => {
    expect(new Set(doctorChecks.map((check) => checkNames[check])).size).toBe(doctorChecks.length);
  });

  it('know whether a check has failed', () => {
    expect(hasStatus(report(of('head', 'failed')), 'failed')).toBe(true);
    expect(hasStatus(report(of('head', 'warning')), 'failed')).toBe(false);
  });
});

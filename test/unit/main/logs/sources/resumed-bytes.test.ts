import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResumedBytes } from '../../../../../src/main/logs/sources/resumed-bytes';

function resumed(mostLines = 5_000) {
  const written: Buffer[] = [];
  let lost = 0;
  const bytes = new ResumedBytes({ mostLines, write: (more) => written.push(more), lost: () => (lost += 1) });
  return { bytes, text: () => Buffer.concat(written).toString(), lost: () => lost };
}
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `line ${from + at}\n`).join('');

describe('A log that comes in answers', () => {
  it('is told once, however the answers overlap and wherever they are cut', () => {
    const cuts = fc.array(fc.nat(400), { minLength: 1, maxLength: 6 });
    // Each answer begins `back` lines (over 4 KiB) before its predecessor's end, or at the beginning, and brings `more`.
    const answers = fc.array(
      fc.record({ back: fc.integer({ min: 600, max: 800 }), more: fc.nat(300), cuts }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(answers, (told) => {
        const { bytes, text, lost } = resumed();
        let end = 0;
        for (const { back, more, cuts: sizes } of told) {
          const from = Math.max(0, end - back);
          end += more + 1;
          const answer = Buffer.from(lines(from, end));
          bytes.begin();
          for (let at = 0, n = 0; at < answer.length; n += 1) {
            const size = 1 + (sizes[n % sizes.length] ?? 0);
            bytes.piece(answer.subarray(at, at + size));
            at += size;
          }
        }
        expect(text()).toBe(lines(0, end));
        expect(lost()).toBe(0);
      }),
    );
  });

  it('of one line again and again is told once, as long as the answers reach its beginning', () => {
    const { bytes, text } = resumed(5_000);
    const same = 'step\n'.repeat(2_000);
    bytes.begin();
    bytes.piece(Buffer.from(`first\n${same}`));
    bytes.begin();
    bytes.piece(Buffer.from(`first\n${same}step\n`));
    expect(text()).toBe(`first\n${same}step\n`);
  });

  it('says where lines between two answers are missing, and goes on', () => {
    const { bytes, text, lost } = resumed(100);
    bytes.begin();
    bytes.piece(Buffer.from(lines(0, 10)));
    bytes.begin();
    bytes.piece(Buffer.from(lines(500, 550)));
    expect(text()).toBe(lines(0, 10));
    bytes.piece(Buffer.from(lines(550, 600)));
    expect(lost()).toBe(1);
    bytes.piece(Buffer.from('live\n'));
    expect(text()).toBe(`${lines(0, 10)}${lines(500, 600)}live\n`);
  });

  it('that ends with what is known already tells nothing new', () => {
    const { bytes, text, lost } = resumed();
    for (let n = 0; n < 2; n += 1) {
      bytes.begin();
      bytes.piece(Buffer.from(lines(0, 10)));
      bytes.finish();
    }
    expect(text()).toBe(lines(0, 10));
    expect(lost()).toBe(0);
  });
});

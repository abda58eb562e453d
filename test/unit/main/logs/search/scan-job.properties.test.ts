import { closeSync, openSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineContext } from '../../../../../src/main/logs/formats/line-context';
import { LineIndex, type ReadAt } from '../../../../../src/main/logs/index/line-index';
import { FileMatches } from '../../../../../src/main/logs/search/file-matches';
import { makeMatcher, spansIn } from '../../../../../src/main/logs/search/matcher';
import { runScanJob } from '../../../../../src/main/logs/search/scan-job';
import type { LogSearch } from '../../../../../src/shared/log-views';
import { temporaryFolder } from '../../../../support/temporary-folder';

const folder = temporaryFolder();

const word = fc.constantFrom(
  'needle',
  'Needle',
  'needles',
  'nädel',
  'NÄDEL',
  'a.b',
  'axb',
  'hay',
  '12',
  '_x',
  '',
);
const line = fc.oneof(
  { weight: 60, arbitrary: fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')) },
  { weight: 1, arbitrary: fc.constant('filler '.repeat(30_000)) },
  { weight: 1, arbitrary: fc.constant(`${'filler '.repeat(90_000)}needle`) },
);
const searches: fc.Arbitrary<LogSearch> = fc.record({
  text: fc.constantFrom(
    'needle',
    'Needle',
    'nädel',
    'a.b',
    '12',
    'le h',
    '(needle|hay)s?',
    '^hay',
    '12$',
    '\\d\\s+_',
    'n.del',
    '[^a-z]+x',
  ),
  regex: fc.boolean(),
  matchCase: fc.boolean(),
  wholeWord: fc.boolean(),
});

describe('a search through a file', () => {
  it('finds the lines that would be found one by one', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 900, size: 'max' }), searches, (lines, search) => {
        const text = lines.join('\n');
        const file = folder.file('log');
        writeFileSync(file, text);
        const bytes = Buffer.from(text);
        const read: ReadAt = (buffer, count, position) => bytes.copy(buffer, 0, position, position + count);
        const index = new LineIndex(new LineContext(0), { offset: 0, floor: 0 });
        index.advance(read, bytes.length, Number.POSITIVE_INFINITY, null);
        const matcher = makeMatcher(search);
        const descriptor = openSync(file, 'r');
        try {
          const matches = new FileMatches(descriptor, index);
          for (let job = matches.nextJob(100_000); job !== null; job = matches.nextJob(100_000)) {
            runScanJob(matcher, job);
            matches.finished();
          }
          const found: number[] = [];
          for (let at = matches.find(0, true, null); at !== -1; at = matches.find(at + 1, true, null))
            found.push(at);
          const whole = lines.slice(0, index.lineCount);
          const expected = whole.flatMap((one, number) => (spansIn(matcher, one).length > 0 ? [number] : []));
          expect(found).toEqual(expected);
          expect(matches.count(0, index.lineCount, null)).toBe(expected.length);
          const back: number[] = [];
          for (
            let at = matches.find(index.lineCount, false, null);
            at !== -1;
            at = matches.find(at, false, null)
          )
            back.unshift(at);
          expect(back).toEqual(expected);
          expect(matches.isDone).toBe(true);
        } finally {
          closeSync(descriptor);
        }
      }),
      { numRuns: 30 },
    );
  });
});

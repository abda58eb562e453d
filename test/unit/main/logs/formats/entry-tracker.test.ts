import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EntryTracker } from '../../../../../src/main/logs/formats/entry-tracker';
import { readLineHead } from '../../../../../src/main/logs/formats/read-line-head';
import { readLogFile, utcContext } from '../../../../support/read-log-file';

const entries = (text: string): string[][] =>
  readLogFile(Buffer.from(text)).entries.map(({ level, lines }) => [String(level), ...lines]);

const info = '2026-01-02 03:04:05,678\tINFO a.py:1 -- info';
const error = '2026-01-02 03:04:05,678\tERROR a.py:1 -- failed';
const traceback = [
  'Traceback (most recent call last):',
  '  File "a.py", line 1, in f',
  '    x()',
  'ValueError: x',
];

describe('where entries begin', () => {
  it('what has neither level nor time belongs to the entry before', () => {
    expect(entries(`${info}\nmore\n\n  and more\n${info}`)).toStrictEqual([
      ['info', info, 'more', '', '  and more'],
      ['info', info],
    ]);
  });

  it('each line of plain output is its own, with what is indented below it', () => {
    expect(entries('one\ntwo\n  below two\nthree')).toStrictEqual([
      ['null', 'one'],
      ['null', 'two', '  below two'],
      ['null', 'three'],
    ]);
  });

  it('a worker’s next task is not part of what the one before said', () => {
    expect(entries([error, 'more', ':task_name:next', 'one', 'two', info, 'more'].join('\n'))).toStrictEqual([
      ['error', error, 'more'],
      ['null', ':task_name:next'],
      ['null', 'one'],
      ['null', 'two'],
      ['info', info, 'more'],
    ]);
  });

  it('a traceback behind an error belongs to it, behind an info it is an entry of its own', () => {
    expect(entries([error, ...traceback].join('\n'))).toHaveLength(1);
    expect(entries([info, ...traceback].join('\n'))).toStrictEqual([
      ['info', info],
      ['error', ...traceback],
    ]);
  });

  it('a chained traceback belongs to the first, an unrelated second one does not', () => {
    const during = ['', 'During handling of the above exception, another exception occurred:', ''];
    const cause = ['', 'The above exception was the direct cause of the following exception:', ''];
    expect(entries([...traceback, ...during, ...traceback, ...cause, ...traceback].join('\n'))).toHaveLength(
      1,
    );
    expect(entries([...traceback, ...traceback].join('\n'))).toHaveLength(2);
  });

  it('a C++ stack belongs to the check that failed', () => {
    const check = '[2026-01-02 03:04:05,678 C 1 2] (raylet) a.cc:1:  Check failed: x';
    expect(
      entries([check, '*** StackTrace Information ***', '/lib/raylet(+0x12) [0x1]', info].join('\n')),
    ).toHaveLength(2);
  });

  it('exceptions without a traceback are an entry each', () => {
    expect(entries('ValueError: a\nValueError: b\n')).toHaveLength(2);
  });

  it('an entry without a time has the time of what was told before it', () => {
    const { entries: read } = readLogFile(Buffer.from([info, ...traceback].join('\n')));
    expect(read.map(({ at }) => at)).toStrictEqual([read[0]?.at, read[0]?.at]);
  });

  it('can be taken up again at any line', () => {
    const context = utcContext(Date.UTC(2026, 5, 1));
    const line = fc.constantFrom(
      info,
      error,
      ...traceback,
      '',
      'plain',
      'During handling of the above exception, x',
      '{"severity":"ERROR"}',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.nat(30), (lines, at) => {
        const heads = lines.map((one) => readLineHead(one, context));
        const tracker = new EntryTracker();
        const whole = heads.map((head) => tracker.feed(head));
        const first = new EntryTracker();
        const begun = heads.slice(0, at).map((head) => first.feed(head));
        const second = new EntryTracker();
        second.restore(JSON.parse(JSON.stringify(first.state())));
        expect([...begun, ...heads.slice(at).map((head) => second.feed(head))]).toStrictEqual(whole);
        expect(second.state()).toStrictEqual(tracker.state());
      }),
    );
  });
});

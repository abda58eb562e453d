// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { levels } from '../../../../src/renderer/logs/level-marks';
import styles from '../../../../src/renderer/logs/logs.css?raw';
import { failure, success } from '../../../../src/shared/errors';
import type { CommandInput } from '../../../../src/shared/ipc';
import type { LogsTarget } from '../../../../src/shared/log-views';
import { exampleProblems, exampleRow, exampleRows, exampleSources } from '../../../support/example-logs';
import { createFakeLogs } from '../../../support/fake-logs';
import { onClipboard } from '../clipboard';
import { drawLogs, type DrawnLogs } from './draw-logs';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const click = (element: HTMLElement) => act(async () => void fireEvent.click(element));
const following = () => screen.queryByText('Following') !== null;
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => exampleRow(index, `line number ${index}`));
const error = {
  code: 'log-engine-failed' as const,
  tried: 'Asked for the logs',
  found: 'The log engine ended.',
  fixes: ['Try again.'],
  retryable: true,
};

const search = async (text: string) => {
  vi.useFakeTimers();
  await act(
    async () =>
      void fireEvent.change(screen.getByRole('textbox', { name: 'Search' }), { target: { value: text } }),
  );
  await act(async () => void vi.advanceTimersByTime(200));
  vi.useRealTimers();
  await act(async () => undefined);
};

describe('the log window opens', () => {
  it('at the end, and follows what comes', async () => {
    const rows = many(500);
    const drawn = await drawLogs({}, { rows });
    expect(drawn.inSight().at(-1)).toBe('line number 499');
    expect(following()).toBe(true);
    drawn.logs.append(exampleRow(500, 'line number 500'));
    await drawn.tell();
    expect(drawn.inSight().at(-1)).toBe('line number 500');
  });

  it('at a line that is not whole, and shows what it becomes, though no line came', async () => {
    const [last] = many(100).slice(-1);
    if (last === undefined) throw new Error('no line');
    const rows = [...many(99), { ...last, text: ' 10 %', unfinished: true as const }];
    const drawn = await drawLogs({}, { rows });
    expect(drawn.inSight().at(-1)).toBe(' 10 %');
    drawn.logs.goOn({ ...last, text: ' 20 %', unfinished: true });
    await drawn.tell();
    expect(drawn.inSight().at(-1)).toBe(' 20 %');
    drawn.logs.goOn({ ...last, text: 'done' });
    await drawn.tell();
    drawn.logs.append(exampleRow(100, 'next'));
    await drawn.tell();
    expect(drawn.inSight().slice(-2)).toEqual(['done', 'next']);
  });

  it('at the end of a log that is written faster than it is told, with lines in sight all the time', async () => {
    let isSlow = false;
    const logs = createFakeLogs({ rows: many(500), sources: exampleSources });
    const drawn = await drawLogs(
      {},
      { rows: many(500) },
      {
        logsRows: (input) =>
          isSlow ? new Promise<never>(() => undefined) : (logs.answers.logsRows?.(input) ?? failure(error)),
        logsOpen: (input) => logs.answers.logsOpen?.(input) ?? failure(error),
      },
    );
    isSlow = true;
    for (let turn = 0; turn < 3; turn += 1) {
      await act(async () => drawn.bridge.emit('logView', logs.append(...many(1_000))));
      expect(drawn.inSight().filter((text) => text !== '')).toHaveLength(20);
    }
  });

  it('at what has failed, with what was before it, and does not run away from there', async () => {
    const drawn = await drawLogs({ anchor: 'failure' });
    const shown = drawn.inSight();
    expect(shown).toContain('train.py:212 -- step 1191 failed');
    expect(shown.indexOf('train.py:212 -- step 1191 failed')).toBeGreaterThan(0);
    expect(following()).toBe(false);
    drawn.logs.append(...many(40));
    await drawn.tell();
    expect(drawn.inSight()).toEqual(shown);
    await click(screen.getByRole('button', { name: '40 new lines' }));
    expect(drawn.inSight().at(-1)).toBe('line number 39');
    expect(following()).toBe(true);
  });

  it('anew when it is asked for anew', async () => {
    const drawn = await drawLogs();
    await act(async () =>
      drawn.bridge.emit('logsTarget', { anchor: 'start', sources: ['rb'], problems: false }),
    );
    expect(screen.getByRole('button', { name: 'Logs: Raybar' })).toBeTruthy();
    expect(drawn.bridge.callsOf('logsClose')).toEqual([{ view: 'v1' }]);
  });

  it('only when it is asked for, where it was made ready before', async () => {
    const drawn = await drawLogs({}, {}, { takeLogsTarget: () => success(null) });
    expect(drawn.bridge.callsOf('logsOpen')).toEqual([]);
    await act(async () =>
      drawn.bridge.emit('logsTarget', { anchor: 'failure', sources: null, problems: false }),
    );
    expect(drawn.inSight()).toContain('train.py:212 -- step 1191 failed');
    expect(drawn.bridge.callsOf('logsDrawn')).toHaveLength(1);
  });

  it('and begins anew once its owner has closed it', async () => {
    let target: LogsTarget | null = { anchor: 'end', sources: null, problems: true };
    const drawn = await drawLogs({}, {}, { takeLogsTarget: () => success(target) });
    expect(screen.getByRole('complementary', { name: 'Problems' })).toBeTruthy();
    target = null;
    await act(async () => drawn.bridge.emit('logsTarget', null));
    expect(drawn.bridge.callsOf('logsClose')).toEqual([{ view: 'v1' }]);
    expect(screen.queryByRole('complementary', { name: 'Problems' })).toBeNull();
    expect(drawn.bridge.callsOf('logsOpen')).toHaveLength(1);
    await act(async () => drawn.bridge.emit('logsTarget', { anchor: 'end', sources: null, problems: false }));
    expect(following()).toBe(true);
    expect(drawn.bridge.callsOf('logsDrawn')).toHaveLength(2);
  });

  it('with the reason where it can’t, and tries again', async () => {
    const logsOpen = vi.fn<() => ReturnType<typeof failure>>(() => failure(error));
    await drawLogs({}, {}, { logsOpen });
    expect(within(screen.getByRole('alert')).getByText('The log engine ended.')).toBeTruthy();
    const before = logsOpen.mock.calls.length;
    await click(screen.getByRole('button', { name: 'Try again' }));
    expect(logsOpen).toHaveBeenCalledTimes(before + 1);
  });

  it('with the lines that its view was opened with, before it has asked for any', async () => {
    const logsRows = () => new Promise<never>(() => undefined);
    const drawn = await drawLogs({}, { rows: many(500) }, { logsRows });
    expect(drawn.bridge.callsOf('logsOpen')).toHaveLength(1);
    expect(drawn.inSight().at(-1)).toBe('line number 499');
  });

  it('as its view is by then, where that changed before the window listened', async () => {
    const drawn = await drawLogs({}, { rows: many(500) }, {}, (logs) => {
      logs.append(exampleRow(500, 'line number 500'));
    });
    expect(drawn.inSight().at(-1)).toBe('line number 500');
  });

  it('at the same lines, where those have other numbers by then', async () => {
    const drawn = await drawLogs({ anchor: 'failure' }, {}, {}, (logs) => {
      logs.prepend(...many(300));
    });
    expect(drawn.inSight()).toContain('train.py:212 -- step 1191 failed');
  });

  it('with nothing, where its owner has closed it before it was drawn', async () => {
    let target: LogsTarget | null = { anchor: 'end', sources: null, problems: false };
    const drawn = await drawLogs({}, {}, { takeLogsTarget: () => success(target) }, () => {
      target = null;
    });
    expect(drawn.bridge.callsOf('logsClose')).toEqual([{ view: 'v1' }]);
    expect(screen.queryByRole('row')).toBeNull();
    await act(async () => drawn.bridge.emit('logsTarget', { anchor: 'end', sources: null, problems: false }));
    expect(following()).toBe(true);
  });

  it('at what was asked for last, where that is something else by then', async () => {
    let target: LogsTarget = { anchor: 'end', sources: null, problems: false };
    const drawn = await drawLogs({}, {}, { takeLogsTarget: () => success(target) }, () => {
      target = { anchor: 'failure', sources: null, problems: true };
    });
    expect(drawn.inSight()).toContain('train.py:212 -- step 1191 failed');
    expect(screen.getByRole('complementary', { name: 'Problems' })).toBeTruthy();
    expect(drawn.bridge.callsOf('logsClose')).toEqual([{ view: 'v1' }]);
  });

  it('and says that nothing was written yet', async () => {
    await drawLogs({}, { rows: [] });
    expect(screen.getByText('Nothing has been written yet.')).toBeTruthy();
  });
});

describe('the log that a line is of', () => {
  const named = (row: number) =>
    document.querySelector(`[data-row="${row}"] .cell-source:not(.repeated)`)?.textContent ?? null;

  it('is told where it begins, and at the top of the screen', async () => {
    const drawn = await drawLogs({}, { rows: many(500) });
    const top = Math.round(drawn.scroller().scrollTop / 20);
    expect(named(top)).toBe('raylet.out');
    expect(named(top + 1)).toBeNull();
  });

  it('has its name with its first line, where it is new', async () => {
    let sources = exampleSources;
    const drawn = await drawLogs({}, { rows: many(50) }, { logsSources: () => success([...sources]) });
    const raylet = exampleSources.find(({ id }) => id === 'rl');
    if (raylet === undefined) throw new Error('The examples have no raylet.');
    sources = [...exampleSources, { ...raylet, id: 'new', name: 'odd.log' }];
    drawn.logs.append(exampleRow(50, 'of a new log', { sourceId: 'new' }));
    await drawn.tell();
    expect(named(50)).toBe('odd.log');
  });
});

describe('ten million lines', () => {
  it('are drawn by the screen, whatever their number', async () => {
    const rowCount = 10_000_000;
    const drawn = await drawLogs({}, { own: { rowCount } });
    const rows = screen.getAllByRole('row');
    expect(rows.length).toBeLessThan(100);
    expect(rows.at(-1)?.getAttribute('aria-rowindex')).toBe(String(rowCount));
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(rowCount));
    await drawn.press('Home');
    expect(screen.getAllByRole('row')[0]?.getAttribute('aria-rowindex')).toBe('1');
    expect(drawn.scroller().querySelector<HTMLElement>('.log-rows')?.style.height).toBe('600000px');
  });

  it('are scrolled by rows, also past the end of what the element holds', async () => {
    const drawn = await drawLogs({ anchor: 'start' }, { own: { rowCount: 10_000_000 } });
    const scroller = drawn.scroller();
    const first = () => Number(screen.getAllByRole('row')[0]?.getAttribute('aria-rowindex')) + 24 - 1;
    await act(async () => {
      scroller.scrollTop = 27_000 * 20;
      fireEvent.scroll(scroller);
    });
    expect(first()).toBe(27_000);
    // Another stretch of rows is in the element now, and the same rows are in sight.
    expect(scroller.scrollTop).toBe(15_000 * 20);
    await act(async () => {
      scroller.scrollTop += 60;
      fireEvent.scroll(scroller);
    });
    expect(first()).toBe(27_003);
  });
});

describe('following', () => {
  it('ends when its owner scrolls up, and is taken up by End', async () => {
    const drawn = await drawLogs({}, { rows: many(500) });
    const scroller = drawn.scroller();
    await act(async () => {
      scroller.scrollTop -= 100;
      fireEvent.scroll(scroller);
    });
    expect(following()).toBe(false);
    const shown = drawn.inSight();
    drawn.logs.append(exampleRow(500, 'line number 500'));
    await drawn.tell();
    expect(drawn.inSight()).toEqual(shown);
    await drawn.press('End');
    expect(following()).toBe(true);
    expect(drawn.inSight().at(-1)).toBe('line number 500');
  });

  it('scrolls once for what comes, and to the end of a list that has another height', async () => {
    const drawn = await drawLogs({}, { rows: many(500) });
    const scrolls = vi.spyOn(drawn.scroller(), 'scrollTop', 'set');
    drawn.logs.append(exampleRow(500, 'line number 500'));
    await drawn.tell();
    expect(scrolls).toHaveBeenCalledTimes(1);
    expect(drawn.inSight().at(-1)).toBe('line number 500');
    await drawn.resize(160);
    expect(drawn.inSight()).toHaveLength(8);
    expect(drawn.inSight().at(-1)).toBe('line number 500');
  });

  it('goes on in a list that grows', async () => {
    const drawn = await drawLogs({}, { rows: many(500) });
    await drawn.resize(600);
    expect(following()).toBe(true);
    expect(drawn.inSight()).toHaveLength(30);
    drawn.logs.append(exampleRow(500, 'line number 500'));
    await drawn.tell();
    expect(drawn.inSight().at(-1)).toBe('line number 500');
  });

  it('says what passed by unseen', async () => {
    await drawLogs({}, { own: { skippedRows: 12_000 } });
    expect(screen.getAllByText(/^12,000 lines passed by unseen/)).toHaveLength(2);
  });
});

describe('the place', () => {
  it('is kept when lines get other numbers', async () => {
    const drawn = await drawLogs({ anchor: { key: '1:200' } }, { rows: many(500) });
    const shown = drawn.inSight();
    drawn.logs.prepend(...many(50).map((row) => ({ ...row, key: `2:${row.line}`, text: 'earlier' })));
    await drawn.tell();
    expect(drawn.inSight()).toEqual(shown);
  });

  describe('while lines with other numbers are on their way', () => {
    const others = many(2).map((row) => ({ ...row, key: `2:${row.line}`, text: `other ${row.line}` }));

    /** A window whose next rows come when they are let. */
    async function drawHeld(anchor: LogsTarget['anchor']) {
      const logs = createFakeLogs({ rows: many(500), sources: exampleSources });
      const rowsNow = (input: CommandInput<'logsRows'>) => logs.answers.logsRows?.(input) ?? failure(error);
      let held: (() => void)[] | null = null;
      const drawn = await drawLogs(
        { anchor },
        {},
        {
          ...logs.answers,
          async logsRows(input) {
            const waiting = held;
            if (waiting !== null) await new Promise<void>((resolve) => waiting.push(resolve));
            return rowsNow(input);
          },
        },
      );
      return {
        ...drawn,
        async insert(at: number) {
          held ??= [];
          const state = logs.insert(at, ...others);
          await act(async () => drawn.bridge.emit('logView', state));
        },
        async append() {
          held ??= [];
          const state = logs.append(exampleRow(500, 'line number 500'));
          await act(async () => drawn.bridge.emit('logView', state));
        },
        async letCome() {
          const waiting = held ?? [];
          held = null;
          await act(async () => {
            for (const come of waiting) come();
          });
        },
        placeholders: () => drawn.scroller().querySelectorAll('.placeholder').length,
        /** Twenty lines as main has them. */
        lines(from: number): string[] {
          const { view } = logs.state();
          const result = rowsNow({ view, from, count: 20, reveal: false });
          return result.type === 'success' ? result.value.rows.map((row) => row?.text ?? '') : [];
        },
      };
    }

    it.each([
      ['at the end', 'end', 486],
      ['elsewhere', { key: '1:200' }, 199],
    ] as const)('shows what it showed, %s', async (_where, anchor, topRow) => {
      const drawn = await drawHeld(anchor);
      const shown = drawn.inSight();
      expect(shown.filter(Boolean)).toHaveLength(20);
      for (const at of [100, 490, 210]) {
        await drawn.insert(at);
        expect(drawn.inSight()).toEqual(shown);
        expect(drawn.placeholders()).toBe(0);
      }
      await drawn.letCome();
      expect(drawn.inSight()).toEqual(drawn.lines(topRow));
      expect(drawn.inSight()).toContain('other 1');
      expect(drawn.placeholders()).toBe(0);
    });

    it('draws no placeholder for a line that was just written', async () => {
      const drawn = await drawHeld('end');
      await drawn.append();
      expect(drawn.inSight().at(-2)).toBe('line number 499');
      expect(drawn.placeholders()).toBe(0);
      await drawn.letCome();
      expect(drawn.inSight().at(-1)).toBe('line number 500');
    });

    it('acts on the line that its owner sees, wherever it is by now', async () => {
      const copied = onClipboard();
      const drawn = await drawHeld({ key: '1:200' });
      await drawn.insert(205);
      const line = within(drawn.scroller()).getByText('line number 208');
      await act(async () => void fireEvent.mouseDown(line));
      await drawn.press('c', { ctrlKey: true });
      expect(copied).toEqual(['line number 208\n']);
      const active = () => document.querySelector('.log-line.active .cell-text')?.textContent;
      expect(active()).toBe('line number 208');
      await drawn.letCome();
      expect(active()).toBe('line number 208');
      expect(document.querySelector('.log-line.active')?.getAttribute('data-row')).toBe('210');
    });
  });

  it('is kept by filters, and comes back when they go', async () => {
    const drawn = await drawLogs({ anchor: 'failure' });
    const shown = drawn.inSight();
    await drawn.press('6');
    expect(screen.getByText('No line passes the filters.')).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Clear the filters' }));
    expect(drawn.inSight()).toContain('train.py:212 -- step 1191 failed');
    await drawn.press('5');
    expect(drawn.inSight()).toContain('train.py:212 -- step 1191 failed');
    expect(drawn.inSight()).not.toContain('epoch 3 step 1190 loss 0.4098 lr 3.0e-04');
    await drawn.press('1');
    expect(drawn.inSight()).toContain('train.py:212 -- step 1191 failed');
    expect(shown).toContain('train.py:212 -- step 1191 failed');
  });

  it.each([
    ['numbered anew', (drawn: DrawnLogs) => void drawn.logs.prepend(...many(300)), false],
    ['filtered', () => undefined, true],
  ] as const)(
    'is the first line where they have gone there, also while it is not here and rows are %s',
    async (_, change, filters) => {
      let isSlow = false;
      const rows = many(2_000).map((row, index) =>
        index % 2 === 0 ? row : { ...row, level: 'warning' as const },
      );
      const logs = createFakeLogs({ rows, sources: exampleSources });
      const drawn = await drawLogs(
        {},
        { rows },
        {
          ...logs.answers,
          logsRows: (input) =>
            isSlow ? new Promise<never>(() => undefined) : (logs.answers.logsRows?.(input) ?? failure(error)),
        },
      );
      isSlow = true;
      await drawn.press('Home');
      expect(drawn.scroller().scrollTop).toBe(0);
      change({ ...drawn, logs });
      if (filters) await drawn.press('4');
      else await act(async () => drawn.bridge.emit('logView', logs.state()));
      expect(drawn.scroller().scrollTop).toBe(0);
      expect(following()).toBe(false);
    },
  );

  describe('that a filter has taken, and its owner has left by', () => {
    const failed = (index: number) => index >= 300 && index < 360;
    const rows = many(500).map((row, index) => (failed(index) ? { ...row, level: 'error' as const } : row));

    it.each<[string, (drawn: DrawnLogs) => Promise<unknown>]>([
      ['the keys', (drawn) => drawn.press('ArrowDown')],
      ['a click', async () => fireEvent.mouseDown(screen.getByText('line number 305'))],
      [
        'a search',
        async () => {
          await search('number 310');
          await click(screen.getByRole('button', { name: 'Next match' }));
        },
      ],
      [
        'the scroll bar',
        async () => fireEvent.pointerDown(screen.getByRole('scrollbar'), { button: 0, clientY: 200 }),
      ],
    ])('%s, is not gone back to', async (_, leave) => {
      vi.spyOn(HTMLElement.prototype, 'setPointerCapture').mockReturnValue(undefined);
      const drawn = await drawLogs({ anchor: { key: '1:150' } }, { rows });
      await drawn.press('5');
      expect(drawn.inSight()[0]).toMatch(/number 3\d\d/);
      await act(async () => void (await leave(drawn)));
      await drawn.press('1');
      expect(drawn.inSight()).not.toContain('line number 150');
      expect(drawn.inSight().some((text) => /number 3\d\d/.test(text))).toBe(true);
    });

    it('nothing, is gone back to, and chosen again', async () => {
      const drawn = await drawLogs({ anchor: { key: '1:150' } }, { rows });
      await drawn.press('5');
      await drawn.press('1');
      expect(drawn.inSight()).toContain('line number 150');
      expect(document.querySelector('.log-line.active .cell-text')?.textContent).toBe('line number 150');
    });
  });

  it('is found again after the view was closed for want of questions', async () => {
    const drawn = await drawLogs({ anchor: { key: '1:200' } }, { rows: many(500) });
    drawn.logs.forgetView();
    const scroller = drawn.scroller();
    await act(async () => {
      scroller.scrollTop -= 4_000;
      fireEvent.scroll(scroller);
    });
    expect(drawn.bridge.callsOf('logsOpen')).toHaveLength(2);
    expect(screen.queryByRole('alert')).toBe(null);
  });
});

describe('a line', () => {
  it('is text, whatever it looks like', async () => {
    const text = '<img src=x onerror=alert(1)><b>bold</b>';
    await drawLogs({}, { rows: [exampleRow(0, text)] });
    expect(screen.getByText(text)).toBeTruthy();
    expect(document.querySelector('.log-line img, .log-line b')).toBe(null);
  });

  it('tells its level by shape, letter and word', async () => {
    await drawLogs({}, { rows: [exampleRow(0, 'gone', { level: 'fatal' })] });
    const mark = screen.getByRole('img', { name: 'Fatal' });
    expect(mark.className).toBe('level-mark fatal');
    expect(mark.textContent).toBe('F');
    for (const level of levels) expect(styles).toMatch(new RegExp(`\\.level-mark\\.${level}::before[ ,]`));
  });

  it('opens as its whole entry', async () => {
    const drawn = await drawLogs({ anchor: 'failure' });
    await drawn.press('Enter');
    const text = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text of the entry' }).value;
    expect(text).toMatch(/^train.py:212.*\nTraceback[^]*RuntimeError: MPS.*private pool\.$/);
    await drawn.press('Escape');
    expect(screen.queryByRole('textbox', { name: 'Text of the entry' })).toBe(null);
  });

  it('is copied with its whole entry by the entry’s pane, as text and as Markdown', async () => {
    const copied = onClipboard();
    const drawn = await drawLogs({ anchor: 'failure' });
    await drawn.press('Enter');
    const pane = within(screen.getByRole('region', { name: 'Entry' }));
    await click(pane.getByRole('button', { name: 'Copy' }));
    await click(pane.getByRole('button', { name: 'Markdown' }));
    const [text, markdown] = copied;
    expect(text).toMatch(/^train.py:212.*\nTraceback[^]*RuntimeError: MPS.*private pool\.\n$/);
    expect(markdown).toMatch(/^\*\*stderr of train\\_step \(pid 4711\)\*\* · \S/);
    expect(markdown).toContain(`\n\n\`\`\`text\n${text}\`\`\`\n`);
  });

  it('stays in sight when the pane of its entry takes the room, and is followed where it is the last', async () => {
    const drawn = await drawLogs({ anchor: { key: '1:40' } }, { rows: many(500) });
    await drawn.press('PageDown');
    const lowest = document.querySelector('.log-line.active .cell-text')?.textContent ?? '';
    expect(drawn.inSight().at(-1)).toBe(lowest);
    await drawn.press('Enter');
    await drawn.resize(160);
    expect(drawn.inSight()).toHaveLength(8);
    expect(drawn.inSight()).toContain(lowest);
    await drawn.press('Escape');
    await drawn.resize(400);
    await drawn.press('End');
    await drawn.press('Enter');
    await drawn.resize(160);
    expect(drawn.inSight().at(-1)).toBe('line number 499');
    expect(following()).toBe(true);
  });

  it('is bookmarked, and come back to', async () => {
    const drawn = await drawLogs({ anchor: { key: '1:40' } }, { rows: many(500) });
    await drawn.press('b', { metaKey: true });
    await drawn.press('End');
    await drawn.press('[');
    expect(drawn.inSight()).toContain('line number 40');
    expect(document.querySelectorAll('.bookmark-mark')).toHaveLength(1);
  });

  it('is shown in its folder, by its log’s id alone', async () => {
    const drawn = await drawLogs({ anchor: 'failure' });
    await drawn.press('Enter');
    await click(screen.getByRole('button', { name: 'Finder' }));
    expect(drawn.bridge.callsOf('revealLogSource')).toEqual([
      { sourceId: 'w1', key: expect.stringMatching(/^\d+:\d+$/) as unknown, how: 'folder' },
    ]);
  });

  it('is masked until its owner asks for it, told what that means, and so is its log’s name', async () => {
    const sources = exampleSources.map((source) =>
      source.id === 'rb' ? { ...source, name: 'password=••• python' } : source,
    );
    const drawn = await drawLogs({ sources: ['rb'] }, { sources });
    const isCalled = (name: string) => screen.queryByRole('button', { name: `Logs: ${name}` }) !== null;
    expect(isCalled('password=••• python')).toBe(true);
    expect(drawn.inSight().join('\n')).not.toContain('hunter2');
    await click(screen.getByRole('button', { name: 'Secrets masked' }));
    expect(screen.getByText(/diagnostics bundle has them masked always/)).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Show them' }));
    expect(drawn.inSight().join('\n')).toContain('hunter2');
    expect(isCalled('password=hunter2 python')).toBe(true);
    await click(screen.getByRole('button', { name: 'Secrets are shown: mask them' }));
    expect(drawn.inSight().join('\n')).not.toContain('hunter2');
    expect(isCalled('password=••• python')).toBe(true);
  });
});

describe('the search', () => {
  it('marks what it finds, goes to the nearest, counts, and goes on', async () => {
    const drawn = await drawLogs({}, { rows: many(500) });
    await search('number 4');
    expect(screen.getByText('111 of 111')).toBeTruthy();
    expect(screen.getAllByText('number 4', { selector: 'mark' }).length).toBeGreaterThan(10);
    await drawn.press('g', { metaKey: true });
    expect(screen.getByText('1 of 111')).toBeTruthy();
    expect(drawn.inSight()).toContain('line number 4');
    await drawn.press('g', { metaKey: true, shiftKey: true });
    expect(screen.getByText('111 of 111')).toBeTruthy();
    expect(document.querySelector('.match-marks')?.getAttribute('d')).toMatch(/^M9 /);
  });

  it('counts again what it went to when lines come in above', async () => {
    const drawn = await drawLogs({}, { rows: many(500) });
    await search('number 4');
    await drawn.press('g', { metaKey: true });
    expect(screen.getByText('1 of 111')).toBeTruthy();
    drawn.logs.prepend(...many(5).map((line, at) => ({ ...line, key: `9:${at}` })));
    await drawn.tell();
    expect(screen.getByText('2 of 112')).toBeTruthy();
  });

  it('counts what it went to before all was searched as soon as all is', async () => {
    let isDone = false;
    const drawn = await drawLogs(
      {},
      { rows: many(500) },
      {
        logsMatch: (asked) => drawn.logs.answers.logsMatch?.({ ...asked, counted: isDone }) ?? success(null),
      },
    );
    const tell = () => {
      const state = drawn.logs.state();
      const { search: found } = state;
      return act(async () =>
        drawn.bridge.emit('logView', { ...state, search: found && { ...found, done: isDone } }),
      );
    };
    await search('number 4');
    await tell();
    expect(screen.getByText('111 so far…')).toBeTruthy();
    isDone = true;
    await tell();
    expect(screen.getByText('111 of 111')).toBeTruthy();
  });

  it('says that nothing matches, also to who can’t see it', async () => {
    await drawLogs();
    await search('no such words');
    expect(screen.getByText('no match')).toBeTruthy();
    expect(screen.getByText('No line matches.')).toBeTruthy();
  });

  it('says no more of what it found once it has ended, or other lines are shown', async () => {
    const drawn = await drawLogs({}, { rows: many(500) });
    const told = () => document.querySelector('.status-line')?.textContent ?? '';
    await search('number 4');
    expect(told()).toContain('Match 111 of 111');
    await drawn.press('Escape');
    expect(told()).not.toContain('Match');
    await search('number 5');
    expect(told()).toContain('Match');
    await drawn.press('4');
    expect(told()).not.toContain('Match');
  });

  it('that was ended while a match was looked for tells nothing of it', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const rows = many(500);
    const found = success({ revision: 1, row: 4, key: '1:4', exact: true, ordinal: 1 });
    const drawn = await drawLogs({}, { rows }, { logsMatch: () => answered.then(() => found) });
    await search('number 4');
    await drawn.press('Escape');
    await act(async () => answer());
    expect(screen.queryByText(/^Match/)).toBeNull();
    expect(following()).toBe(true);
  });

  it('heeds case', async () => {
    const drawn = await drawLogs();
    await search('runtimeerror');
    expect(screen.getByText('1 of 1')).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Match case' }));
    await search('runtimeerror ');
    expect(drawn.bridge.callsOf('logsChange').at(-1)).toMatchObject({ search: { matchCase: true } });
    expect(screen.getByText('no match')).toBeTruthy();
  });
});

describe('the problems', () => {
  it('are counted, explained, and lead to their lines and to what helps', async () => {
    const rows = exampleRows();
    const drawn = await drawLogs({}, { rows, problems: exampleProblems(rows) });
    await click(await screen.findByRole('button', { name: 'Problems · 2' }, { timeout: 30_000 }));
    const panel = within(screen.getByRole('complementary', { name: 'Problems' }));
    expect(panel.getByRole('heading', { name: /The GPU ran out of memory \(MPS\)/ })).toBeTruthy();
    expect(panel.getByText('3×')).toBeTruthy();
    await click(panel.getByRole('button', { name: /^First/ }));
    expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toBe('log-row-40');
    await click(panel.getByRole('button', { name: 'Check it in the doctor: Memory' }));
    expect(drawn.bridge.callsOf('openDoctor')).toEqual([{ check: 'memory' }]);
    const command = 'sudo launchctl limit maxfiles 65536 200000';
    expect(panel.getByRole('button', { name: `Copy command: ${command}` })).toBeTruthy();
  });
});

describe('the filter by task', () => {
  it('offers what ran until now, by what is typed', async () => {
    const drawn = await drawLogs();
    await click(screen.getByRole('button', { name: 'Filter' }));
    expect(drawn.bridge.callsOf('logsSources').at(-1)).toMatchObject({ earlier: true });
    expect(screen.getByRole('button', { name: 'train_step' })).toBeTruthy();
    fireEvent.change(screen.getByRole('textbox', { name: 'Task or actor' }), { target: { value: 'llm' } });
    expect(screen.queryByRole('button', { name: 'train_step' })).toBeNull();
    await click(screen.getByRole('button', { name: 'LLMDeployment' }));
    await click(screen.getByRole('button', { name: 'Apply' }));
    expect(drawn.bridge.callsOf('logsChange').at(-1)).toMatchObject({ query: { task: 'LLMDeployment' } });
  });
});

describe('the filters', () => {
  const filter = () => screen.getByRole('button', { name: /^Filter/ });
  const apply = () => click(screen.getByRole('button', { name: 'Apply' }));
  const fill = (label: string, value: string) =>
    act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));

  it('say at the field that a time ends before it begins, and take it once it does not', async () => {
    const drawn = await drawLogs();
    await click(filter());
    await click(screen.getByRole('radio', { name: 'From, to' }));
    await fill('From', '2026-11-20T17:00:00');
    await fill('To', '2026-11-20T16:00:00');
    const to = screen.getByLabelText('To');
    expect(to.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/^It ends before it begins/)).toBeTruthy();
    const form = document.querySelector('.filter-form');
    if (form === null) throw new Error('The filters are not shown.');
    const asked = drawn.bridge.callsOf('logsChange').length;
    await act(async () => void fireEvent.submit(form));
    expect(drawn.bridge.callsOf('logsChange')).toHaveLength(asked);
    await fill('To', '2026-11-20T17:00:00');
    expect(to.getAttribute('aria-invalid')).toBeNull();
    await apply();
    const at = new Date('2026-11-20T17:00:00').getTime();
    expect(drawn.bridge.callsOf('logsChange').at(-1)).toMatchObject({ query: { from: at, to: at } });
  });

  it('go once they are applied, and give the focus back', async () => {
    await drawLogs();
    filter().focus();
    await click(filter());
    await fill('Task or actor', 'train_step');
    await apply();
    await vi.waitFor(() => expect(document.activeElement).toBe(filter()), 30_000);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(filter().textContent).toBe('Filter · 1');
  });
});

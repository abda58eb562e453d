// @vitest-environment happy-dom
import { cleanup } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawElements } from '../../../../src/renderer/logs/draw-elements';
import { FirstLines } from '../../../../src/renderer/logs/FirstLines';
import { lineTimes } from '../../../../src/renderer/logs/line-times';
import { openedOrder, takeOpening } from '../../../../src/renderer/logs/opening';
import { success } from '../../../../src/shared/errors';
import type { LogsTarget } from '../../../../src/shared/log-views';
import { exampleRow, exampleRows, exampleSources } from '../../../support/example-logs';
import { createFakeLogs } from '../../../support/fake-logs';
import { createFakeBridge } from '../fake-bridge';
import { drawLogs } from './draw-logs';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** The rows' elements, but for where they lie in the element that is scrolled: the topmost in sight tells its log again. */
const rowsIn = (root: ParentNode): string[] =>
  [...root.querySelectorAll('.log-line')].map((row) =>
    row.outerHTML.replaceAll(/ style="[^"]*"/g, '').replace('cell-source repeated', 'cell-source'),
  );

async function firstLines(target: Partial<LogsTarget>, rows = exampleRows()): Promise<HTMLElement> {
  const bridge = createFakeBridge({
    takeLogsTarget: () => success({ anchor: 'end', sources: null, problems: false, ...target }),
    ...createFakeLogs({ rows, sources: exampleSources }).answers,
  });
  const opening = await takeOpening(bridge);
  if (opening === null) throw new Error('Nothing was opened.');
  const root = document.createElement('div');
  const { opened } = opening;
  const order = openedOrder(opening.target.anchor, opened.anchor);
  drawElements(root, <FirstLines {...{ order, opened, times: lineTimes(), rowPx: 20, visibleRows: 20 }} />);
  return root;
}

describe('the first lines of the log window', () => {
  it.each(['end', 'failure', 'start'] as const)(
    'at the %s are drawn as React draws them then',
    async (anchor) => {
      const root = await firstLines({ anchor });
      const drawn = await drawLogs({ anchor });
      const first = rowsIn(root);
      const whole = rowsIn(drawn.scroller());
      expect(first.length).toBeGreaterThan(10);
      expect(whole).toEqual(expect.arrayContaining(first));
    },
  );

  it('are those that are in sight, in their places', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => exampleRow(index, `line number ${index}`));
    const root = await firstLines({}, rows);
    const lines = [...root.querySelectorAll<HTMLElement>('.log-line')];
    expect(lines.map((line) => line.querySelector('.cell-text')?.textContent)).toEqual(
      rows.slice(480).map(({ text }) => text),
    );
    expect(lines.map((line) => line.style.transform)).toEqual(
      lines.map((_, index) => `translateY(${index * 20}px)`),
    );
    expect(root.querySelector<HTMLElement>('.log-rows')?.style.height).toBe('400px');
    expect(root.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('500');
  });

  it('are text, whatever they say', async () => {
    const root = await firstLines({}, [exampleRow(0, '<img src=x onerror=alert(1)><b>bold</b>')]);
    expect(root.querySelector('.cell-text')?.textContent).toBe('<img src=x onerror=alert(1)><b>bold</b>');
    expect(root.querySelector('img, b')).toBeNull();
  });
});

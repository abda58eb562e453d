import { windowBridge } from '../bridge';
import '../components/theme.css';
import '../components/controls.css';
import { invoke } from '../invoke';
import { drawElements } from './draw-elements';
import { FirstLines, firstRow, topRowOf } from './FirstLines';
import { HeldPresses } from './held-presses';
import { lineTimes } from './line-times';
import { type Opening, openedOrder, takeOpening } from './opening';
import { rowHeightOf } from './use-row-height';
import './logs.css';

// The window's first lines are drawn before what draws the whole of it is loaded: that takes as long as everything before.

const bridge = windowBridge();
const heldPresses = new HeldPresses(window);

function drawFirst({ target, opened }: Opening): void {
  const root = document.getElementById('root');
  if (root === null || opened.state.rowCount === 0) return;
  const rowPx = rowHeightOf(document);
  const visibleRows = Math.ceil(window.innerHeight / rowPx);
  const order = openedOrder(target.anchor, opened.anchor);
  drawElements(root, <FirstLines {...{ order, opened, times: lineTimes(), rowPx, visibleRows }} />);
  const scroller = root.querySelector('.log-scroller');
  const rows = firstRow(order, opened.state.rowCount, visibleRows);
  if (scroller !== null)
    scroller.scrollTop =
      order.align === 'end' ? scroller.scrollHeight : (topRowOf(order, visibleRows) - rows) * rowPx;
  void invoke(bridge, 'logsDrawn', undefined);
}

async function open(): Promise<void> {
  const opening = await takeOpening(bridge);
  if (opening !== null) {
    try {
      drawFirst(opening);
    } catch (problem) {
      // The whole window comes all the same.
      reportError(problem);
    }
    await nextFrame();
  }
  const { mountLogs } = await import('./mount-logs');
  mountLogs(opening, heldPresses);
}

/** A page that is not painted has no frames. */
const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 50);
  });

void open();

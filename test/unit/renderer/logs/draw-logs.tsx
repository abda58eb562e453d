import { act, fireEvent, render } from '@testing-library/react';
import { vi } from 'vitest';
import { LogWindow } from '../../../../src/renderer/logs/LogWindow';
import { takeOpening } from '../../../../src/renderer/logs/opening';
import { RaybarProvider } from '../../../../src/renderer/raybar-context';
import { createSnapshotStore, followSnapshot } from '../../../../src/renderer/store';
import { success } from '../../../../src/shared/errors';
import type { LogsTarget } from '../../../../src/shared/log-views';
import { createFakeLogs, type FakeLogs, type FakeLogsOptions } from '../../../support/fake-logs';
import { exampleRows, exampleSources } from '../../../support/example-logs';
import { exampleSnapshot } from '../../../support/snapshots';
import { createFakeBridge, type Answers, type FakeBridge } from '../fake-bridge';

/** Twenty rows of 20 px are in sight. */
const heightPx = 400;

export interface DrawnLogs {
  readonly bridge: FakeBridge;
  readonly logs: FakeLogs;
  /** Tells the window of the view as it is now, as main does. */
  tell(): Promise<void>;
  press(key: string, how?: KeyboardEventInit): Promise<void>;
  /** The texts of the rows in sight. */
  inSight(): string[];
  scroller(): HTMLElement;
  /** Gives the list another height, as a pane below it does. */
  resize(px: number): Promise<void>;
}

/** Draws the log window over a fake engine; the page has no layout, so its height is given. */
export async function drawLogs(
  target: Partial<LogsTarget> = {},
  options: Partial<FakeLogsOptions> = {},
  answers: Answers = {},
  /** Between its first lines and the whole window. */
  meanwhile: (logs: FakeLogs) => void = () => undefined,
): Promise<DrawnLogs> {
  document.documentElement.style.fontSize = '13px';
  let listPx = heightPx;
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(() => listPx);
  const observers = new Set<() => void>();
  vi.stubGlobal(
    'ResizeObserver',
    class implements ResizeObserver {
      private readonly resized: () => void;
      constructor(callback: ResizeObserverCallback) {
        this.resized = () => callback([], this);
      }
      observe(): void {
        observers.add(this.resized);
        this.resized();
      }
      unobserve(): void {
        this.disconnect();
      }
      disconnect(): void {
        observers.delete(this.resized);
      }
    },
  );
  const logs = createFakeLogs({ rows: exampleRows(), sources: exampleSources, ...options });
  const bridge = createFakeBridge({
    status: () => success(exampleSnapshot()),
    takeLogsTarget: () => success({ anchor: 'end', sources: null, problems: false, ...target }),
    ...logs.answers,
    ...answers,
  });
  const store = createSnapshotStore();
  followSnapshot(bridge, store);
  const opening = await takeOpening(bridge);
  meanwhile(logs);
  await act(async () => {
    render(
      <RaybarProvider bridge={bridge} store={store}>
        <LogWindow bridge={bridge} opening={opening} />
      </RaybarProvider>,
    );
  });
  const scroller = () => {
    const element = document.getElementById('log-lines');
    if (element === null) throw new Error('The list is not drawn.');
    return element;
  };
  return {
    bridge,
    logs,
    scroller,
    resize: (px) =>
      act(async () => {
        listPx = px;
        const element = scroller();
        const allPx = Number.parseFloat(element.querySelector<HTMLElement>('.log-rows')?.style.height ?? '');
        // Chromium lets nothing be scrolled past the end, and says so before the observers hear of the height.
        if (element.scrollTop > Math.max(0, allPx - px)) {
          element.scrollTop = Math.max(0, allPx - px);
          fireEvent.scroll(element);
        }
        const observing = [...observers];
        for (const resized of observing) resized();
      }),
    tell: () => act(async () => bridge.emit('logView', logs.state())),
    press: (key, how = {}) =>
      act(async () => {
        const focused = document.activeElement ?? document.body;
        focused.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how }));
      }),
    inSight() {
      const element = scroller();
      return [...element.querySelectorAll<HTMLElement>('[role="row"]')]
        .filter((row) => {
          const top = Number(/translateY\((-?[\d.]+)px\)/.exec(row.style.transform)?.[1]);
          return top + 20 > element.scrollTop && top < element.scrollTop + listPx;
        })
        .map((row) => row.querySelector('.cell-text')?.textContent ?? '');
    },
  };
}

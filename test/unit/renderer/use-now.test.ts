// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSecondClock } from '../../../src/renderer/use-now';

beforeEach(() => vi.useFakeTimers({ now: 1_000_400 }));
afterEach(() => vi.useRealTimers());

/** A page that can be hidden and shown. */
function createPage() {
  const page = { hidden: false };
  const target = new EventTarget();
  const asDocument = new Proxy(document, {
    get: (_real, name) => (name === 'hidden' ? page.hidden : Reflect.get(target, name).bind(target)),
  });
  const setHidden = (hidden: boolean) => {
    page.hidden = hidden;
    target.dispatchEvent(new Event('visibilitychange'));
  };
  return { asDocument, setHidden };
}

it('ticks on the full second', () => {
  const clock = createSecondClock(createPage().asDocument, () => Date.now());
  const ticks: number[] = [];
  const stop = clock.subscribe(() => ticks.push(clock.now()));
  vi.advanceTimersByTime(2_700);
  expect(ticks).toEqual([1_001_000, 1_002_000, 1_003_000]);
  stop();
});

it('stands still while the window is hidden, and is right at once when it is shown', () => {
  const page = createPage();
  const clock = createSecondClock(page.asDocument, () => Date.now());
  const ticks: number[] = [];
  const stop = clock.subscribe(() => ticks.push(clock.now()));
  page.setHidden(true);
  vi.advanceTimersByTime(60_000);
  expect(ticks).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  page.setHidden(false);
  expect(ticks).toEqual([1_060_400]);
  stop();
});

it('leaves no timer when nobody listens', () => {
  const clock = createSecondClock(createPage().asDocument, () => Date.now());
  clock.subscribe(() => {})();
  expect(vi.getTimerCount()).toBe(0);
});

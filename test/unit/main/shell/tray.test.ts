import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTray, type TrayOptions } from '../../../../src/main/shell/tray';
import type { TrayFace } from '../../../../src/main/shell/tray-images';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';

const inWords = ({ shape, dark, highPressure }: TrayFace) =>
  [shape, dark ? 'dark' : 'light', ...(highPressure ? ['pressure'] : [])].join(' ');

/** What a desktop's tray was told, call by call: the desktop is not ours. */
function desktop() {
  const calls: string[] = [];
  let menu: MenuItemConstructorOptions[] = [];
  const state = { dark: false, now: exampleNow };
  const run = vi.fn<TrayOptions['run']>(async () => undefined);
  return {
    calls,
    state,
    run,
    menu: () => menu,
    options: {
      createIcon(face: TrayFace) {
        calls.push(`create ${inWords(face)}`);
        return {
          setFace: (next: TrayFace) => void calls.push(`face ${inWords(next)}`),
          setTitle: (text: string) => void calls.push(`title ${text}`),
          setToolTip: (text: string) => void calls.push(`tooltip ${text}`),
          setMenu(template: MenuItemConstructorOptions[]) {
            menu = template;
            calls.push('menu');
          },
          destroy: () => void calls.push('destroy'),
        };
      },
      isDark: () => state.dark,
      run,
      now: () => state.now,
      place: { locale: 'en-GB', timeZone: 'UTC' },
    },
  };
}

describe('the tray', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('comes up with icon, tooltip and menu of the first snapshot', () => {
    const { calls, options } = desktop();
    openTray(exampleSnapshot('off'), options);
    expect(calls).toEqual(['create off light', 'tooltip Raybar: Not contributing', 'menu']);
  });

  it('does nothing for a snapshot that it already tells', () => {
    const { calls, options } = desktop();
    const tray = openTray(exampleSnapshot('contributing'), options);
    calls.length = 0;
    tray.render(
      exampleSnapshot('contributing', {
        seq: 2,
        telemetry: { ...exampleSnapshot().telemetry, at: exampleNow },
      }),
    );
    expect(calls).toEqual([]);
  });

  it('changes only what a new snapshot changes', () => {
    const { calls, options } = desktop();
    const tray = openTray(exampleSnapshot('contributing'), options);
    calls.length = 0;
    tray.render(exampleSnapshot('contributing', { tasks: [] }));
    expect(calls).toEqual([
      'face contributing light',
      'tooltip Raybar: Contributing to lab · no tasks',
      'menu',
    ]);
    calls.length = 0;
    tray.render(
      exampleSnapshot('contributing', { tasks: [], wish: { contribute: false, pausedUntil: null } }),
    );
    expect(calls).toEqual(['menu']);
  });

  it('stands what is wanted beside the icon, and says it in the tooltip too', () => {
    const { calls, options } = desktop();
    const tray = openTray(exampleSnapshot('contributing', { trayTitle: 'gpu' }), options);
    expect(calls).toEqual([
      'create busy light',
      'title 63 %',
      'tooltip Raybar: Contributing to lab · 2 tasks · MPS 63 %',
      'menu',
    ]);
    calls.length = 0;
    tray.render(exampleSnapshot('contributing', { trayTitle: 'none' }));
    expect(calls).toEqual(['title ', 'tooltip Raybar: Contributing to lab · 2 tasks']);
  });

  it('marks its icon while memory pressure is high, and says so', () => {
    const { calls, options } = desktop();
    const tray = openTray(exampleSnapshot('off'), options);
    calls.length = 0;
    const telemetry = { ...exampleSnapshot().telemetry, pressure: 'critical' as const };
    tray.render(exampleSnapshot('off', { telemetry }));
    expect(calls).toEqual([
      'face off light pressure',
      'tooltip Raybar: Not contributing · memory pressure critical',
      'menu',
    ]);
    calls.length = 0;
    tray.render(exampleSnapshot('off'));
    expect(calls).toEqual(['face off light', 'tooltip Raybar: Not contributing', 'menu']);
  });

  it('draws its icon anew when the theme changes', () => {
    const { calls, options, state } = desktop();
    const tray = openTray(exampleSnapshot('off'), options);
    calls.length = 0;
    state.dark = true;
    tray.refresh();
    tray.refresh();
    expect(calls).toEqual(['face off dark']);
  });

  it('runs the command of the row that was chosen, and sets the menu again even if nothing came of it', async () => {
    const { calls, options, run, menu } = desktop();
    openTray(exampleSnapshot('off'), options);
    calls.length = 0;
    const contribute = menu().find(({ label }) => label === 'Contribute');
    Reflect.apply(contribute?.click ?? (() => undefined), undefined, []);
    await vi.advanceTimersByTimeAsync(0);
    expect(run).toHaveBeenCalledExactlyOnceWith({ name: 'on', input: undefined });
    expect(calls).toEqual(['menu']);
  });

  it('counts down while it drains, and stops when that is over', () => {
    const { calls, options, state } = desktop();
    const worker = { ...exampleWorkerStates.draining, deadlineAt: exampleNow + 10_000 };
    const tray = openTray(exampleSnapshot('draining', { worker }), options);
    calls.length = 0;
    state.now += 2_000;
    vi.advanceTimersByTime(1_000);
    expect(calls).toEqual(['menu']);
    tray.render(exampleSnapshot('off'));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes the icon away once, and draws no more', () => {
    const { calls, options } = desktop();
    const tray = openTray(exampleSnapshot('draining'), options);
    calls.length = 0;
    tray.close();
    tray.close();
    tray.render(exampleSnapshot('off'));
    expect(calls).toEqual(['destroy']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { findRow } from '../support/desktop/tray-client';
import { appOnHead } from '../support/app-on-head';
import { waitFor } from '../support/wait-for';

describe('the tray on a real cluster', () => {
  const on = appOnHead();

  const tells = (words: string) =>
    waitFor(`the tooltip to say “${words}”`, async () =>
      (await on.app.desktop.tray.icon()).toolTip.includes(words),
    );
  const offers = (label: string | RegExp) =>
    waitFor(`the menu to offer ${String(label)}`, async () => {
      const labels = (await on.app.desktop.tray.menu()).map((row) => row.label);
      return labels.find((each) => (typeof label === 'string' ? each === label : label.test(each)));
    });

  it('comes up with its state, and with everything in its menu', async () => {
    const menu = await on.app.desktop.tray.menu();
    expect(menu[0]).toMatchObject({ label: 'Not contributing', enabled: false });
    for (const label of ['Logs', 'Settings…', 'Quit']) expect(findRow(menu, label)?.enabled).toBe(true);
    expect(findRow(menu, 'Contribute')).toMatchObject({ checkable: true, checked: false, enabled: true });
    expect(findRow(menu, 'Ray dashboard')).toMatchObject({ enabled: false });
  });

  it('joins by its menu; icon, text and tick follow the cluster', async () => {
    const { tray } = on.app.desktop;
    const off = await tray.icon();
    await tray.choose('Contribute');
    await tells('Contributing to 127.0.0.1 · no tasks');
    expect((await on.app.snapshot()).worker.kind).toBe('contributing');
    expect((await tray.icon()).pixels.equals(off.pixels)).toBe(false);
    const menu = await tray.menu();
    expect(menu[0]?.label).toBe('Contributing to 127.0.0.1 · no tasks');
    expect(findRow(menu, 'Contribute')?.checked).toBe(true);
  });

  it('shows another icon while a task runs here, and keeps the machine awake for it', async () => {
    const { tray, log } = on.app.desktop;
    const idle = await tray.icon();
    const task = await on.holdTask();
    await tells('1 task');
    expect((await tray.icon()).pixels.equals(idle.pixels)).toBe(false);
    const { service, cookie } = await log.waitFor('inhibited');
    expect(await task.release()).toBe('finished');
    await log.waitFor('uninhibited', (event) => event.service === service && event.cookie === cookie);
    await tells('no tasks');
  });

  it('drains with the task counted down and named, and is off when that has ended', async () => {
    const { tray } = on.app.desktop;
    const task = await on.holdTask();
    await tells('1 task');
    await tray.choose('Contribute');
    await offers(/^Done by \d\d:\d\d:\d\d, in 10 min$/);
    expect(await offers(/train_step/)).toMatch(/^ {4}train_step( · \d+ s)?$/);
    expect(findRow(await tray.menu(), 'Contribute')?.checked).toBe(false);
    expect(await task.release()).toBe('finished');
    await tells('Not contributing');
    expect(findRow(await tray.menu(), 'Contribute')?.checked).toBe(false);
  });

  it('pauses, says until when, and comes back when the pause is ended', async () => {
    const { tray } = on.app.desktop;
    await tray.choose('Contribute');
    await tells('Contributing');
    await tray.choose('30 min');
    await tells('Paused until');
    expect((await on.app.snapshot()).worker.kind).toBe('off');
    await tray.choose(await offers(/^End pause \(until (tomorrow )?\d\d:\d\d\)$/));
    await tells('Contributing');
  });

  it('leaves now by its menu', async () => {
    await on.app.desktop.tray.choose('Drain and leave now');
    await tells('Not contributing');
    expect((await on.app.snapshot()).wish.contribute).toBe(false);
  });
});

// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeldPresses } from '../../../../src/renderer/logs/held-presses';

describe('keys that are pressed before the window answers', () => {
  let heard: string[];
  let answer: (event: KeyboardEvent) => void;
  const listen = (event: KeyboardEvent) => {
    heard.push(event.key);
    answer(event);
  };
  const press = (key: string, how: KeyboardEventInit = {}): boolean =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how }),
    );
  const searchField = (): HTMLInputElement => {
    const field = document.createElement('input');
    document.body.append(field);
    return field;
  };

  beforeEach(() => {
    heard = [];
    answer = () => undefined;
  });
  afterEach(() => {
    window.removeEventListener('keydown', listen);
    document.body.replaceChildren();
  });

  it('are pressed again once it does, in their order, with what was held beside them', async () => {
    const presses = new HeldPresses(window);
    expect(press('P', { ctrlKey: true, shiftKey: true })).toBe(false);
    press('End');
    const events: KeyboardEvent[] = [];
    answer = (event) => events.push(event);
    window.addEventListener('keydown', listen);
    await presses.release();
    expect(events.map(({ key, ctrlKey, shiftKey }) => [key, ctrlKey, shiftKey])).toEqual([
      ['P', true, true],
      ['End', false, false],
    ]);
    press('Home');
    expect(heard).toEqual(['P', 'End', 'Home']);
  });

  it('are typed into the field that one of them led to', async () => {
    const field = searchField();
    const inputs: string[] = [];
    field.addEventListener('input', () => inputs.push(field.value));
    const presses = new HeldPresses(window);
    for (const key of ['/', 'm', 'p', 's']) press(key);
    answer = (event) => {
      if (event.key !== '/') return;
      event.preventDefault();
      field.focus();
    };
    window.addEventListener('keydown', listen);
    await presses.release();
    expect(field.value).toBe('mps');
    expect(inputs).toEqual(['m', 'mp', 'mps']);
  });

  it('let those wait that are pressed while they are', async () => {
    const presses = new HeldPresses(window);
    press('j');
    press('k');
    let isFirst = true;
    answer = () => {
      if (!isFirst) return;
      isFirst = false;
      setTimeout(() => press('End'));
    };
    window.addEventListener('keydown', listen);
    await presses.release();
    expect(heard).toEqual(['j', 'k', 'End']);
  });

  it('are not those of the menu and of the page, nor what is composed', () => {
    const presses = new HeldPresses(window);
    window.addEventListener('keydown', listen);
    const passed = [press('Tab'), press('w', { metaKey: true }), press('q', { ctrlKey: true }), press('F12')];
    expect(passed).toEqual([true, true, true, true]);
    expect(press('k', { isComposing: true })).toBe(true);
    expect(heard).toEqual(['Tab', 'w', 'q', 'F12', 'k']);
    return presses.release();
  });

  it('are answered behind a line that was pressed before them', async () => {
    const row = () => {
      document.body.innerHTML = '<div role="grid" tabindex="0"><p data-row="7"><b>ValueError</b></p></div>';
      return document.querySelector('b');
    };
    const presses = new HeldPresses(window);
    row()?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true, shiftKey: true }));
    press('Enter');
    row();
    const grid = document.querySelector('[role="grid"]');
    grid?.addEventListener('mousedown', (event) => {
      const { target } = event;
      if (event instanceof MouseEvent && target instanceof Element)
        heard.push(`row ${target.getAttribute('data-row')} ${event.button} ${event.shiftKey}`);
    });
    window.addEventListener('keydown', listen);
    await presses.release();
    expect(heard).toEqual(['row 7 0 true', 'Enter']);
    expect(document.activeElement).toBe(grid);
  });
});

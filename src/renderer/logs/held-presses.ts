import { actionOf } from './log-keys';

/** Nobody presses more in that time; a key that is held down does. */
const mostHeld = 50;
const rowSelector = (row: string): string => `[data-row="${row}"]`;

/**
 * Keys and lines that are pressed when the window's first lines are there, and what answers is not yet: held, and pressed again once it is, in their
 * order. What is pressed meanwhile waits behind them.
 */
export class HeldPresses {
  private readonly held: (() => void)[] = [];
  private isPressing = false;

  constructor(private readonly page: Window) {
    page.addEventListener('keydown', this.holdKey, { capture: true });
    page.addEventListener('mousedown', this.holdLine, { capture: true });
  }

  /** The window answers from now on. Resolves when all that was held is pressed. */
  async release(): Promise<void> {
    for (let press = this.held.shift(); press !== undefined; press = this.held.shift()) {
      this.isPressing = true;
      press();
      this.isPressing = false;
      // What it did is drawn before the next one comes: it may have opened what that one is for.
      await new Promise((resolve) => setTimeout(resolve));
    }
    this.page.removeEventListener('keydown', this.holdKey, { capture: true });
    this.page.removeEventListener('mousedown', this.holdLine, { capture: true });
  }

  private readonly holdKey = (event: KeyboardEvent): void => {
    if (!this.isPressing && isHeld(event)) this.hold(event, () => pressKey(event, this.page.document));
  };

  private readonly holdLine = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const number = row?.getAttribute('data-row');
    if (this.isPressing || typeof number !== 'string') return;
    this.hold(event, () => pressLine(event, this.page.document.querySelector(rowSelector(number))));
  };

  private hold(event: Event, press: () => void): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.held.length < mostHeld) this.held.push(press);
  }
}

/** What the window answers itself, and what may be text for its search; the menu's keys and Tab go their own way. */
const isHeld = (event: KeyboardEvent): boolean =>
  !event.isComposing && (actionOf(event, false) !== null || isText(event));

const isText = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key.length === 1 && !ctrlKey && !metaKey;

function pressKey(event: KeyboardEvent, document: Document): void {
  const { key, code, repeat } = event;
  const target = document.activeElement ?? document.body;
  const isUnanswered = target.dispatchEvent(
    new KeyboardEvent('keydown', { key, code, repeat, ...modifiersOf(event), ...asOwners }),
  );
  // A page's own key event types nothing.
  if (isUnanswered && isText(event)) typeInto(document.activeElement, key);
}

/** Null: it scrolled away. */
function pressLine(event: MouseEvent, row: Element | null): void {
  // As the owner's press does, and a page's own does not.
  row?.closest<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
  row?.dispatchEvent(
    new MouseEvent('mousedown', { button: event.button, ...modifiersOf(event), ...asOwners }),
  );
}

const asOwners = { bubbles: true, cancelable: true };

const modifiersOf = ({ ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent | MouseEvent) => ({
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
});

function typeInto(field: Element | null, text: string): void {
  // Null: it is a box to tick, or the like.
  if (!(field instanceof HTMLInputElement) || field.selectionStart === null) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd ?? field.selectionStart, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

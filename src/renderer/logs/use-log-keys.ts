import { useEffect, useRef } from 'react';
import { actionOf, type LogAction } from './log-keys';

/** Elements that take the arrow and letter keys themselves. */
const ownKeys = '[role="listbox"], [role="menu"], [role="dialog"], [role="radiogroup"], select, summary';
const pressable = 'button, a, [role="button"]';

/** Calls back for each key press of the window that asks for something; what a field or a dialog needs stays theirs. */
export function useLogKeys(act: (action: LogAction) => void): void {
  const current = useRef(act);
  useEffect(() => {
    current.current = act;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(ownKeys)) return;
      const inText = target?.matches('input, textarea') ?? false;
      const action = actionOf(event, inText);
      if (action === null) return;
      // Enter and Space press the button that has the focus.
      if (action.do === 'expand' && target?.matches(pressable)) return;
      // Part of a line that was selected with the mouse is what its owner wants to copy.
      if (action.do === 'copy' && (document.getSelection()?.toString() ?? '') !== '') return;
      event.preventDefault();
      current.current(action);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

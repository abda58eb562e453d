import { useEffect, type RefObject } from 'react';

/** Calls back with a field's path when the focus leaves what belongs to it. */
export function useLeftField(page: RefObject<HTMLElement | null>, left: (field: string) => void): void {
  useEffect(() => {
    const element = page.current;
    if (element === null) return undefined;
    const tell = ({ target, relatedTarget }: FocusEvent) => {
      const row = rowOf(target);
      const field = row?.getAttribute('data-field');
      if (field && row !== rowOf(relatedTarget)) left(field);
    };
    element.addEventListener('focusout', tell);
    return () => element.removeEventListener('focusout', tell);
  }, [page, left]);
}

function rowOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('[data-field]') : null;
}

import { useCallback, useEffect, useRef, useState } from 'react';
import { useRaybar } from '../raybar-context';

/** What the command takes. */
const shortestPx = 40;
const tallestPx = 1200;

/** Tells main how tall the content is, at first and after each change, so that the window fits it. */
export function useContentHeight(): (content: HTMLElement | null) => void {
  const { ask } = useRaybar();
  const told = useRef(0);
  const [content, setContent] = useState<HTMLElement | null>(null);
  const tell = useCallback(
    (element: HTMLElement) => {
      const heightPx = Math.min(
        tallestPx,
        Math.max(shortestPx, Math.ceil(element.getBoundingClientRect().height)),
      );
      if (heightPx === told.current || element.childElementCount === 0) return;
      told.current = heightPx;
      // A window that does not fit is no reason for an error message: the page scrolls.
      void ask('popoverResized', { heightPx });
    },
    [ask],
  );
  useEffect(() => {
    if (content === null) return undefined;
    const observer = new ResizeObserver(() => tell(content));
    observer.observe(content);
    return () => observer.disconnect();
  }, [content, tell]);
  return setContent;
}

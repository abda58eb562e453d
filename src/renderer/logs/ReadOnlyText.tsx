import { useLayoutEffect, useRef } from 'react';
import { linesHigh, linesOf } from './wrapped-lines';

interface ReadOnlyTextProps {
  readonly name: string;
  readonly text: string;
  readonly className: string;
}

const fewestRows = 2;

/** Text to read, to scroll by keyboard, and to select from. As high as it is when wrapped; what holds it may give it less. */
export function ReadOnlyText({ name, text, className }: ReadOnlyTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  // A field would draw one more line for it.
  const shown = text.replace(/\n$/, '');
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return undefined;
    let fittedWidthPx = -1;
    const fit = () => {
      // Its own new height calls back, too.
      if (element.offsetWidth === fittedWidthPx) return;
      fittedWidthPx = element.offsetWidth;
      element.rows = Math.max(fewestRows, linesHigh(element) ?? linesOf(shown));
    };
    fit();
    const resized = new ResizeObserver(fit);
    resized.observe(element);
    return () => resized.disconnect();
  }, [shown]);
  return (
    <textarea
      ref={field}
      className={className}
      readOnly
      aria-label={name}
      rows={fewestRows}
      value={shown}
      spellCheck={false}
    />
  );
}

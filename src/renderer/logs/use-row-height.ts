import { useEffect, useState } from 'react';

/** A row's height for 13 px text, the size that the windows have unless their owner wants another. */
const rowPerText = 20 / 13;

/** How high a row is, in whole pixels: with the text's size. */
export const rowHeightOf = (page: Document): number => {
  const textPx = Number.parseFloat(getComputedStyle(page.documentElement).fontSize);
  return Math.round((textPx > 0 ? textPx : 13) * rowPerText);
};

/** As `rowHeightOf`, kept current. */
export function useRowHeight(): number {
  const [heightPx, setHeightPx] = useState(() => rowHeightOf(document));
  useEffect(() => {
    const measure = () => setHeightPx(rowHeightOf(document));
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return heightPx;
}

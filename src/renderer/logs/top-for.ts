import type { ScrollOrder } from './viewer-state';

/** Lines that are brought into sight show what was before them. */
const contextRows = 3;

/** The row that is topmost when an order is obeyed; null where its row is in sight already. */
export function topFor(
  { row, align }: Pick<ScrollOrder, 'row' | 'align'>,
  topRow: number,
  visibleRows: number,
): number | null {
  const inSight = row >= topRow && row + 1 <= topRow + visibleRows;
  switch (align) {
    case 'exact':
      return row;
    case 'end':
      return row + 1 - visibleRows;
    case 'start':
      return inSight ? null : row - contextRows;
    case 'center':
      return inSight ? null : row - visibleRows / 2;
    case 'nearest':
      if (inSight) return null;
      return row < topRow ? row : row + 1 - visibleRows;
  }
}

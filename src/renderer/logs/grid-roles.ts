/**
 * The parts of a grid that is no HTML table: its rows are put in their places by transforms, and most of them are not in the page.
 * `aria-rowcount` and `aria-rowindex` tell how many there are and which one it is.
 */
export const gridRoles = {
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  cell: { role: 'gridcell' },
} as const;

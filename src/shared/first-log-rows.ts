/** Rows above and below its anchor that a log window's view is opened with: a window's height of them, and those that are drawn beyond its edges. */
export const firstLogRows = 60;

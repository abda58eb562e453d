/** Rows above and below its anchor that a log window's view is opened with: a tall display's height of them. */
export const firstLogRows = 120;

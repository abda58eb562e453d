/** Positions and sizes are in device-independent pixels, as Electron gives them. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PopoverPlace {
  /** The tray icon. All zeros on Linux, where nobody tells where the panel drew it. */
  readonly icon: Rectangle;
  /** Where the pointer is: on Linux the owner has just clicked the icon with it. */
  readonly cursor: { readonly x: number; readonly y: number };
  /** What panels, menu bar and Dock leave free of the display in question. */
  readonly workArea: Rectangle;
  readonly size: { readonly width: number; readonly height: number };
}

const edgeGapPx = 8;
const iconGapPx = 4;

/** How high a popover can be there: its gaps to the edges are kept, so that no line of it lies beyond them. */
export const tallestIn = (workArea: Rectangle): number => Math.max(0, workArea.height - 2 * edgeGapPx);

/** The popover's top left corner: under the tray icon, or in the work area's corner nearest to the pointer. */
export function popoverPosition({ icon, cursor, workArea, size }: PopoverPlace): { x: number; y: number } {
  const left = workArea.x + edgeGapPx;
  const right = workArea.x + workArea.width - size.width - edgeGapPx;
  const top = workArea.y + edgeGapPx;
  const bottom = workArea.y + workArea.height - size.height - edgeGapPx;
  if (hasPlace(icon)) {
    const centred = Math.round(icon.x + icon.width / 2 - size.width / 2);
    const below = icon.y + icon.height + iconGapPx;
    // A notch or a second display may leave the icon near an edge; a tall popover may not fit under it.
    return { x: between(left, centred, right), y: between(workArea.y, below, Math.max(workArea.y, bottom)) };
  }
  return {
    x: cursor.x < workArea.x + workArea.width / 2 ? left : Math.max(left, right),
    y: cursor.y < workArea.y + workArea.height / 2 ? top : Math.max(top, bottom),
  };
}

/** Whether the desktop told where the icon is. */
export function hasPlace(icon: Rectangle): boolean {
  return icon.width > 0 && icon.height > 0;
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

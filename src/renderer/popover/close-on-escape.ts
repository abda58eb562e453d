import { invoke } from '../invoke';
import type { RaybarBridge } from '../../shared/ipc';

/** Escape closes the popover, unless a menu or a dialog in it was open and took the key. */
export function closeOnEscape(page: Window, bridge: RaybarBridge): void {
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) void invoke(bridge, 'closeWindow', undefined);
  });
}

import { windowBridge } from '../bridge';
import { mountWindow } from '../mount-window';
import { LogWindow } from './LogWindow';
import type { Opening } from './opening';
import '../components/card.css';

/** Draws the whole window, in the place of its first lines. */
export function mountLogs(opening: Opening | null): void {
  mountWindow(<LogWindow bridge={windowBridge()} opening={opening} />);
}

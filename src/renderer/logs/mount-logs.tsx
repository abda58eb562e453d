import { windowBridge } from '../bridge';
import { mountWindow } from '../mount-window';
import type { HeldPresses } from './held-presses';
import { LogWindow } from './LogWindow';
import type { Opening } from './opening';
import '../components/card.css';

/** Draws the whole window, in the place of its first lines. */
export function mountLogs(opening: Opening | null, heldPresses: HeldPresses): void {
  mountWindow(
    <LogWindow bridge={windowBridge()} opening={opening} drawn={() => void heldPresses.release()} />,
  );
}

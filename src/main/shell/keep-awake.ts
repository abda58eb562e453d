/** Electron's powerSaveBlocker, as far as it is needed here. */
export interface SleepBlocker {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): unknown;
}

export interface KeepAwake {
  /** Makes it so: the core decides whether this machine is kept awake. */
  render(keepingAwake: boolean): void;
  close(): void;
}

/** Keeps the machine from falling asleep by itself; the display may still sleep, and a closed lid still wins. */
export function openKeepAwake(blocker: SleepBlocker): KeepAwake {
  let held: number | undefined;
  function render(keepingAwake: boolean): void {
    if (keepingAwake === (held !== undefined)) return;
    if (held === undefined) {
      held = blocker.start('prevent-app-suspension');
    } else {
      blocker.stop(held);
      held = undefined;
    }
  }
  return { render, close: () => render(false) };
}

/** Electron's powerMonitor. Its types leave out what `shutdown` carries. */
export type PowerEvents = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

export interface PowerListener {
  suspend(): void;
  resume(): void;
  /** The session ends: leave, and end the app. */
  sessionEnd(): void;
}

/**
 * Passes the machine's sleep, wake and shutdown on. Electron's `suspend` cannot hold a sleep: it comes when macOS has
 * already been told that it may. Returns the way to stop.
 */
export function followPower(power: PowerEvents, listener: PowerListener): () => void {
  const suspend = (): void => listener.suspend();
  const resume = (): void => listener.resume();
  const shutdown = (event: { preventDefault(): void }): void => {
    // Asks the desktop to wait for the app's own exit; it does, for a few seconds.
    event.preventDefault();
    listener.sessionEnd();
  };
  power.on('suspend', suspend);
  power.on('resume', resume);
  power.on('shutdown', shutdown);
  return () => {
    power.off('suspend', suspend);
    power.off('resume', resume);
    power.off('shutdown', shutdown);
  };
}

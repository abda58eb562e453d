import type { App } from 'electron';
import type { EndSignal, Quit } from './quit';

/** Leads every way that the app can be ended into `quit`. Call it when Electron is ready: it takes signals over then. */
export function followEnd(
  app: Pick<App, 'on'>,
  quit: Quit,
  on: (signal: EndSignal, heard: () => void) => void,
): void {
  app.on('before-quit', (event) => {
    event.preventDefault();
    void quit.request();
  });
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const satisfies EndSignal[]) {
    on(signal, () => quit.signal(signal));
  }
}

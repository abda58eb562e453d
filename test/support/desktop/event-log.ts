/** What the desktop was asked for, in the order it came. */
export type DesktopEvent =
  | { readonly kind: 'tray-item'; readonly service: string }
  | {
      readonly kind: 'notification';
      readonly id: number;
      readonly title: string;
      readonly body: string;
      /** Keys and texts in turn, as the protocol has them. */
      readonly actions: readonly string[];
    }
  | { readonly kind: 'notification-closed'; readonly id: number }
  | { readonly kind: 'inhibited'; readonly service: string; readonly reason: string; readonly cookie: number }
  | { readonly kind: 'uninhibited'; readonly service: string; readonly cookie: number }
  | { readonly kind: 'sleep-lock-asked'; readonly what: string; readonly mode: string };

type EventOf<K extends DesktopEvent['kind']> = Extract<DesktopEvent, { kind: K }>;

/** Keeps the events, and lets a test await one that came already or is yet to come. */
export class EventLog {
  readonly events: DesktopEvent[] = [];
  readonly #listeners = new Set<(event: DesktopEvent) => void>();

  push(event: DesktopEvent): void {
    this.events.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  all<K extends DesktopEvent['kind']>(kind: K): EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.kind === kind);
  }

  /** @throws Error after `limitMs`, with all that came instead */
  async waitFor<K extends DesktopEvent['kind']>(
    kind: K,
    matches: (event: EventOf<K>) => boolean = () => true,
    limitMs = 15_000,
  ): Promise<EventOf<K>> {
    const fits = (event: DesktopEvent): event is EventOf<K> =>
      event.kind === kind && matches(event as EventOf<K>);
    const already = this.events.find(fits);
    if (already !== undefined) return already;
    return new Promise((resolve, reject) => {
      const listener = (event: DesktopEvent): void => {
        if (!fits(event)) return;
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(event);
      };
      const timer = setTimeout(() => {
        this.#listeners.delete(listener);
        reject(
          new Error(`No such ${kind} within ${limitMs} ms; the desktop saw ${JSON.stringify(this.events)}`),
        );
      }, limitMs);
      this.#listeners.add(listener);
    });
  }
}

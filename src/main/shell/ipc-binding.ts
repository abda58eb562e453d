import type { WebContents } from 'electron';
import { eventChannel, invokeChannel } from '../../shared/ipc-channels';
import { events, type EventName, type EventPayload } from '../../shared/ipc';
import { failure, type RaybarError, type Result } from '../../shared/errors';
import { isOwnPage, type IpcSender } from './hardening';

/** Validates a command's name and input, runs it, and gives errors back as values. */
export type Dispatch = (name: string, input: unknown) => Promise<Result<unknown>>;

/** A message of a page. */
type PageMessage = IpcSender & { readonly sender: { readonly id: number } };

/** Electron's ipcMain, as far as it is needed here. */
export interface IpcPort extends Pick<NodeJS.EventEmitter, 'on' | 'removeAllListeners'> {
  handle(channel: string, handler: (event: PageMessage, name: unknown, input: unknown) => unknown): void;
  removeHandler(channel: string): void;
}

export interface BoundWindow {
  readonly contents: Pick<WebContents, 'id' | 'send' | 'isDestroyed'>;
  /** The page that main loads into it; messages from any other are refused. */
  readonly pageUrl: string;
  readonly dispatch: Dispatch;
  isVisible(): boolean;
}

export interface IpcBinding {
  /** Listens to a window from now on. Returns the way to stop. */
  bind(window: BoundWindow): () => void;
  /** Tells every window that is seen and listens to this event. */
  send<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Tells one window, seen or not, if it listens. */
  sendTo<N extends EventName>(contentsId: number, name: N, payload: EventPayload<N>): void;
  close(): void;
}

const foreignSender: RaybarError = {
  code: 'command-invalid',
  tried: 'Took a command from a page',
  found: 'It is not one of Raybar’s own windows.',
  fixes: [],
  retryable: false,
};

/** Binds the two channels of the ipc schema to the windows that there are. */
export function bindIpc(ipcMain: IpcPort): IpcBinding {
  const bound = new Map<number, BoundWindow & { readonly listensTo: Set<EventName> }>();

  ipcMain.handle(invokeChannel, (event, name: unknown, input: unknown) => {
    const window = bound.get(event.sender.id);
    if (window === undefined || !isOwnPage(event, window.pageUrl)) return failure(foreignSender);
    return window.dispatch(String(name), input);
  });

  ipcMain.on(eventChannel, (event: PageMessage, name: unknown, listens: unknown) => {
    const window = bound.get(event.sender.id);
    if (window === undefined || !isOwnPage(event, window.pageUrl) || !isEventName(name)) return;
    if (listens === true) window.listensTo.add(name);
    else window.listensTo.delete(name);
  });

  function deliver(
    window: BoundWindow & { listensTo: Set<EventName> },
    name: EventName,
    payload: unknown,
  ): void {
    if (window.listensTo.has(name) && !window.contents.isDestroyed()) {
      window.contents.send(eventChannel, name, payload);
    }
  }

  return {
    bind(window) {
      const { id } = window.contents;
      bound.set(id, { ...window, listensTo: new Set() });
      return () => {
        bound.delete(id);
      };
    },
    send(name, payload) {
      for (const window of bound.values()) if (window.isVisible()) deliver(window, name, payload);
    },
    sendTo(contentsId, name, payload) {
      const window = bound.get(contentsId);
      if (window !== undefined) deliver(window, name, payload);
    },
    close() {
      ipcMain.removeHandler(invokeChannel);
      ipcMain.removeAllListeners(eventChannel);
      bound.clear();
    },
  };
}

function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(events, name);
}

import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { eventChannel, invokeChannel, localeArgument } from '../shared/ipc-channels';
import type { EventName, EventPayload, RaybarBridge } from '../shared/ipc';

const listenerCounts = new Map<EventName, number>();

/** Main sends an event to a window only while somebody there listens to it. */
function count(name: EventName, change: 1 | -1): void {
  const before = listenerCounts.get(name) ?? 0;
  const after = before + change;
  listenerCounts.set(name, after);
  if (before === 0 || after === 0) ipcRenderer.send(eventChannel, name, after > 0);
}

/** Nothing is checked here: main validates what windows send, and windows trust main. */
const bridge: RaybarBridge = {
  locale: process.argv.find((each) => each.startsWith(localeArgument))?.slice(localeArgument.length) ?? '',

  invoke: (name, input) => ipcRenderer.invoke(invokeChannel, name, input),

  subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) {
    const heard = (_event: IpcRendererEvent, heardName: string, payload: EventPayload<N>): void => {
      if (heardName === name) listener(payload);
    };
    let subscribed = true;
    ipcRenderer.on(eventChannel, heard);
    count(name, 1);
    return () => {
      if (!subscribed) return;
      subscribed = false;
      ipcRenderer.off(eventChannel, heard);
      count(name, -1);
    };
  },
};

contextBridge.exposeInMainWorld('raybar', bridge);

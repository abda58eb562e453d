import type { RaybarBridge } from '../shared/ipc';

declare global {
  interface Window {
    /** Put there by the preload script, and all that a page has of Raybar. */
    readonly raybar: RaybarBridge;
  }
}

/** @throws Error when the page was opened without its preload script: it could show nothing true then. */
export function windowBridge(): RaybarBridge {
  if (!('raybar' in window))
    throw new Error('This page belongs in a window of Raybar: window.raybar is not there.');
  return window.raybar;
}

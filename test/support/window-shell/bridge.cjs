// Runs in the page before its own scripts: what Raybar's preload script does, over Playwright's binding
// `raybarAnswers`. The address says at which time the page's clock stands still and how large its text is.
(() => {
  const listeners = new Map();
  const { now, text } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (now) Date.now = () => Number(now);
  if (text) {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.style.fontSize = `${text}px`;
    });
  }
  globalThis.raybarEmit = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };
  globalThis.raybar = {
    invoke: (name, input) => globalThis.raybarAnswers(name, input),
    subscribe(name, listener) {
      const of = listeners.get(name) ?? new Set();
      listeners.set(name, of.add(listener));
      return () => of.delete(listener);
    },
  };
})();

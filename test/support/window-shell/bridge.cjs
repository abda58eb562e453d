// Runs in the page before its own scripts: what Raybar's preload script does, over Playwright's binding
// `raybarAnswers`. The page's clock stands still at the time in its address.
(() => {
  const listeners = new Map();
  const now = Number(location.hash.slice(1));
  if (now > 0) Date.now = () => now;
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

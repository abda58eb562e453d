/** Makes a way to do one thing after another, in the order they were asked for; one that fails keeps none of the next from being done. */
export function inTurn(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.catch(() => undefined).then(act);
    last = done;
    return done;
  };
}

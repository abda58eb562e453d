/** The lines are drawn first: known problems are looked for in all of the logs. */
const afterLinesMs = 250;
/** While the logs are not looked through yet: the engine looks for a moment at each question, and has others to answer between. */
const goOnMs = 60;
/** Logs that grow are looked at again so often at most. */
const restMs = 2_000;

export interface ProblemWatchParts {
  /** Asks once; resolves to whether all was looked through. Never rejects. */
  readonly look: () => Promise<boolean>;
  readonly now?: () => number;
}

/** When to look for known problems: until all is looked through, and again when something was written. */
export interface ProblemWatch {
  /** Other logs are shown. */
  opened(): void;
  /** Something was written. */
  grew(): void;
  close(): void;
}

export function watchProblems({ look, now = Date.now }: ProblemWatchParts): ProblemWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking = false;
  let askedMeanwhile = false;
  let grewMeanwhile = false;
  let closed = false;
  let lookedAt = 0;

  function after(ms: number): void {
    clearTimeout(timer);
    timer = closed ? undefined : setTimeout(() => void run(), ms);
  }

  async function run(): Promise<void> {
    timer = undefined;
    if (looking) return void (askedMeanwhile = true);
    looking = true;
    askedMeanwhile = false;
    grewMeanwhile = false;
    const isWhole = await look();
    looking = false;
    lookedAt = now();
    if (timer !== undefined) return;
    if (!isWhole || askedMeanwhile) after(goOnMs);
    else if (grewMeanwhile) after(restMs);
  }

  return {
    opened: () => after(afterLinesMs),
    grew() {
      grewMeanwhile = true;
      if (timer === undefined && !looking) after(Math.max(0, lookedAt + restMs - now()));
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

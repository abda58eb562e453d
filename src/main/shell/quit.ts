import type { Settings } from '../../shared/settings';
import type { Snapshot } from '../../shared/snapshot';
import { tellLeaving, type LeavingParts } from './leaving-words';
import { workerAtQuit, type QuitAnswer, type WorkerAtQuit } from './quit-question';

export interface QuitOptions extends LeavingParts {
  setting(): Promise<Settings['quit']>;
  /** @param decided aborted when it is decided without the owner's answer: the question is then taken away */
  ask(snapshot: Snapshot, decided: AbortSignal): Promise<QuitAnswer>;
  remember(worker: WorkerAtQuit): Promise<void>;
  /** core.close: drains within 15 s or leaves the worker running; rejects where processes of ours are left. */
  close(worker: WorkerAtQuit): Promise<void>;
  /** core.hurry: ends what still runs at once. */
  hurry(): void;
  /** Takes the surfaces down and ends the process. */
  exit(code: number): void;
  report(problem: unknown): void;
}

export interface Quit {
  /**
   * Ends the app as the owner wants it; may ask. Resolves when leaving has begun, to true, or was called off, to false. With `worker` nothing is
   * asked, and a question that stands open is taken away: its dialog may be on a display that nobody looks at.
   */
  request(worker?: WorkerAtQuit): Promise<boolean>;
  /** The session ends: drain without a question. */
  sessionEnd(): void;
  /** A signal to end: drain without a question; a second one leaves less time. */
  signal(name: EndSignal): void;
}

export const endSignals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
export type EndSignal = keyof typeof endSignals;

/** 15 s for the drain, then SIGTERM, SIGKILL, the embedded head, and some room. */
const leaveLimitMs = 40_000;
/** After a second signal. */
const hurriedLimitMs = 10_000;
/** Ctrl-C reaches the whole foreground group, and a parent that passes it on makes it two: they are one. */
const oneSignalMs = 1_000;

/** Ends the app in order, once: whatever else asks to quit joins what is under way. */
export function createQuit(options: QuitOptions): Quit {
  let question: Promise<void> | undefined;
  const decided = new AbortController();
  let limit: NodeJS.Timeout | undefined;
  let leaving = false;
  let exited = false;
  let exitCode = 0;
  let signalledAt: number | undefined;
  let stopTelling = (): void => undefined;

  function exit(code: number): void {
    if (exited) return;
    exited = true;
    clearTimeout(limit);
    stopTelling();
    options.exit(code);
  }

  function giveUpIn(ms: number): void {
    clearTimeout(limit);
    limit = setTimeout(() => {
      options.report(new Error('Leaving took too long: the app ends now, and the next start cleans up.'));
      exit(exitCode === 0 ? 1 : exitCode);
    }, ms);
  }

  function leave(worker: WorkerAtQuit): void {
    if (leaving) return;
    leaving = true;
    decided.abort();
    giveUpIn(leaveLimitMs);
    options.close(worker).then(
      () => exit(exitCode),
      (problem: unknown) => {
        options.report(problem);
        exit(exitCode === 0 ? 1 : exitCode);
      },
    );
  }

  async function decide(): Promise<void> {
    const setting = await options.setting();
    if (leaving) return;
    const snapshot = options.snapshot();
    const worker = workerAtQuit(snapshot, setting);
    if (worker !== 'ask') return leave(worker);
    const answer = await options.ask(snapshot, decided.signal);
    if (leaving || answer.worker === 'cancel') return;
    // What cannot be remembered is asked again next time; it is no reason to stay.
    if (answer.remember)
      await options.remember(answer.worker).catch((problem: unknown) => options.report(problem));
    leave(answer.worker);
  }

  return {
    async request(worker) {
      if (!leaving && worker !== undefined) leave(workerAtQuit(options.snapshot(), worker));
      if (leaving) return true;
      question ??= decide().finally(() => {
        question = undefined;
      });
      await question;
      return leaving;
    },

    sessionEnd() {
      leave('drain');
    },

    signal(name) {
      const now = Date.now();
      if (signalledAt === undefined) {
        signalledAt = now;
        // Ctrl-C in the terminal of `npm start`: somebody sits there and waits.
        stopTelling = tellLeaving(options, 'Ctrl-C again to end at once.');
        leave('drain');
      } else if (now - signalledAt >= oneSignalMs) {
        exitCode = 128 + endSignals[name];
        options.tell('Ending what still runs.');
        options.hurry();
        giveUpIn(hurriedLimitMs);
      }
    },
  };
}

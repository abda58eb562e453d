import type { Reading } from '../../../shared/telemetry';
import { CommandError, outputDespiteFailure } from '../../system/command-error';
import type { RunCommand } from '../../system/run-command';
import { plainReason } from '../plain-reason';
import { messageOf, unavailable } from '../reading';
import type { Pace } from './schedule';

/** A command that takes longer hangs: each of them answers within some tens of ms. */
export const hungAfterMs = 2_000;

/** What hung will hang again, mostly: it is left alone for so long. */
const restsAfterHangMs = 10_000;

/** What was read so long ago tells nothing of now: the machine slept, or the samples came too seldom. */
const staleAfterMs = 60_000;

export interface CommandReadingOptions<T> {
  file: string;
  args: () => readonly string[];
  parse: (stdout: string) => Reading<T>;
  pace: Pace;
}

/** What a command is run with. */
export interface CommandHands {
  run: RunCommand;
  /** ms on a clock that never jumps. */
  now: () => number;
  /** A failure's whole text, once until it is another or mended. */
  log: (line: string) => void;
}

/** One reading that a command gives: what it told last, and whether it still runs. */
export class CommandReading<T> {
  begunAt: number | null = null;
  running = false;
  /** The failure that the log has, in plain words; null while it answers. */
  private logged: string | null = null;
  private hungAt: number | null = null;
  private result: { at: number; value: Reading<T> } | null = null;

  constructor(private readonly options: CommandReadingOptions<T>) {}

  get pace(): Pace {
    return this.options.pace;
  }

  /** What it told last; unavailable before the first time, and when that is long ago. */
  latest(now: number): Reading<T> {
    if (this.result === null) return unavailable('not measured yet');
    const fresh = now - this.result.at <= this.pace.everyMs * 3 + staleAfterMs;
    return fresh ? this.result.value : unavailable('being measured');
  }

  /** It hung the last time that it was run: who waits for it may wait in vain. */
  get hasHung(): boolean {
    return this.hungAt !== null;
  }

  /** It hung, and that is not long ago. */
  isResting(now: number): boolean {
    return this.hungAt !== null && now - this.hungAt < restsAfterHangMs;
  }

  /** When the latest was measured; null before the first. */
  get measuredAt(): number | null {
    return this.result?.at ?? null;
  }

  /**
   * Runs it to its end, or for `hungAfterMs`. Never rejects. `running` stays true for as long as the process lives, killed or not.
   *
   * @returns whether it was ended because it hung
   */
  async begin({ run, now, log }: CommandHands): Promise<boolean> {
    const { file, args, parse } = this.options;
    this.running = true;
    this.begunAt = now();
    const onEnded = () => {
      this.running = false;
    };
    try {
      const running = run(file, args(), { timeoutMs: hungAfterMs, onEnded });
      const stdout = await running.then((output) => output.stdout, outputDespiteFailure);
      this.result = { at: now(), value: parse(stdout) };
      this.logged = null;
      this.hungAt = null;
      return false;
    } catch (error) {
      const hung = error instanceof CommandError && error.timedOut;
      const reason = plainReason(error, hungAfterMs);
      // The next sample finds the same, mostly.
      if (reason !== this.logged) log(messageOf(error));
      this.logged = reason;
      const at = now();
      this.hungAt = hung ? at : null;
      this.result = { at, value: unavailable(reason) };
      return hung;
    }
  }
}

import type { RaybarError } from '../shared/errors';
import type { JsonStore } from './settings/json-store';
import { noWish, type Wish } from './wish-store';

export type Asked = Omit<Wish, 'version'>;

export interface OwnerWishOptions {
  store: JsonStore<Wish>;
  now: () => number;
  asError: (thrown: unknown, tried: string) => RaybarError;
  /** The wish holds until Raybar ends, but could not be written; null once it could again. `before` is what was told last. */
  onNotKept: (problem: RaybarError | null, before: RaybarError | null) => void;
}

/** What the owner asked for, and its file. First the act, then the record: a full disk must not keep anybody from leaving. */
export class OwnerWish {
  private wish: Wish = noWish;
  private hurryMs: number | null = null;
  private notKept: RaybarError | null = null;

  constructor(private readonly options: OwnerWishOptions) {}

  get current(): Wish {
    return this.wish;
  }

  /** A nearer deadline than the settings' for the leaving that was asked for last. */
  get hurryDeadlineMs(): number | null {
    return this.hurryMs;
  }

  /** Answers with the problem of a file that could not be read. */
  async load(): Promise<RaybarError | null> {
    const { value, problem } = await this.options.store.read();
    this.wish = value;
    this.endPauseInTime();
    return problem;
  }

  /** Holds from now on; `keep` makes it last. */
  ask({ contribute, pausedUntil }: Asked, hurryDeadlineMs: number | null = null): void {
    this.hurryMs = hurryDeadlineMs;
    this.wish = { version: 1, contribute, pausedUntil };
  }

  async keep(): Promise<void> {
    const { store, asError, onNotKept } = this.options;
    const problem = await store.write(this.wish).then(
      () => null,
      (thrown: unknown) => asError(thrown, 'Kept what you asked for over a restart'),
    );
    const before = this.notKept;
    this.notKept = problem;
    if (problem !== null || before !== null) onNotKept(problem, before);
  }

  endPauseInTime(): void {
    const { pausedUntil } = this.wish;
    if (pausedUntil === null || this.options.now() < pausedUntil) return;
    this.wish = { ...this.wish, pausedUntil: null };
    void this.keep();
  }
}

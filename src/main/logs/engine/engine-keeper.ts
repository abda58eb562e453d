import { type RaybarError, RaybarFailure } from '../../../shared/errors';
import type { LogViewState } from '../../../shared/log-views';
import type { LogPlaces } from '../sources/log-places';
import { engineFailed, raybarQuit } from './engine-error';
import type { EngineQuestion, EngineThread } from './engine-thread';

/** How often an engine that runs is told of new places, and is looked at whether it is still needed. */
const lookMs = 1_000;
/** Without a view and without a question it ends after this. */
const restMs = 30_000;
/** The engine closes views that nobody asks for, too: see forgottenMs there. */
const forgottenMs = 5 * 60_000 + restMs;

export interface EngineKeeperParts {
  start: (tell: (state: LogViewState) => void, ended: (error: RaybarError) => void) => EngineThread;
  /** The thread is no more, whatever ended it. */
  ended: () => Promise<void>;
  places: () => Promise<LogPlaces>;
  tell: (state: LogViewState) => void;
  log: (line: string) => void;
  now: () => number;
}

/** Starts the engine's thread when something is asked of it, ends it when nothing was for a while, and tells when it broke down. */
export class EngineKeeper {
  private thread: EngineThread | null = null;
  private readonly states = new Map<string, LogViewState>();
  private knownPlaces = '';
  private askedAt = 0;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly parts: EngineKeeperParts) {}

  get isRunning(): boolean {
    return this.thread !== null;
  }

  /** Asks the engine; it knows the places of the moment before it answers. Rejects with app-not-running from `close` on. */
  async ask(question: EngineQuestion): Promise<unknown> {
    if (this.closed) throw new RaybarFailure(raybarQuit);
    this.askedAt = this.parts.now();
    const thread = this.running();
    await this.tellPlaces(thread);
    return thread.ask(question);
  }

  /** A view was opened or changed. */
  seen(state: LogViewState): void {
    this.states.set(state.view, state);
  }

  forget(view: string): void {
    this.states.delete(view);
  }

  closeViews(): void {
    this.states.clear();
    this.thread?.ask({ kind: 'closeViews' }).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.end(raybarQuit);
  }

  private running(): EngineThread {
    if (this.thread !== null) return this.thread;
    this.knownPlaces = '';
    const thread = this.parts.start(
      (state) => {
        if (this.states.has(state.view)) this.states.set(state.view, state);
        this.parts.tell(state);
      },
      (error) => this.brokeDown(error),
    );
    this.thread = thread;
    this.timer = setInterval(() => void this.look(), lookMs);
    this.timer.unref();
    return thread;
  }

  private async look(): Promise<void> {
    const { thread } = this;
    const idleMs = this.parts.now() - this.askedAt;
    if (thread === null) return;
    if (idleMs > (this.states.size > 0 ? forgottenMs : restMs))
      return this.end(engineFailed('The logs were closed.'));
    if (this.states.size > 0) await this.tellPlaces(thread);
  }

  private async tellPlaces(thread: EngineThread): Promise<void> {
    const places = await this.parts.places();
    const asText = JSON.stringify(places);
    if (asText === this.knownPlaces || thread !== this.thread) return;
    this.knownPlaces = asText;
    await thread.ask({ kind: 'places', places }).catch(() => undefined);
  }

  private brokeDown(error: RaybarError): void {
    this.parts.log(`${error.found} It is started anew when it is asked for.`);
    const states = [...this.states.values()];
    this.states.clear();
    this.stop();
    void this.parts.ended();
    for (const state of states) this.parts.tell({ ...state, problem: error });
  }

  private async end(why: RaybarError): Promise<void> {
    const { thread } = this;
    this.states.clear();
    this.stop();
    if (thread === null) return;
    await thread.end(why);
    await this.parts.ended();
  }

  private stop(): void {
    this.thread = null;
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}

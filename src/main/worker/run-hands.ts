import { drainMessages } from './drain-messages';
import { RaybarFailure, type RaybarError } from '../../shared/errors';
import { waitAfter } from './machine/backoff';
import type { Effect, WorkerEvent } from './machine/events';
import type { WorkerRun } from './worker-run';

type EffectOnRun = Exclude<Effect, { type: 'prepare' | 'cancelPrepare' | 'start' }>;

export interface RunHandsOptions {
  /** The run of the moment: what is asked of an earlier one is not done. */
  run: () => WorkerRun | null;
  send: (event: WorkerEvent) => void;
  /** Something was done that shows within milliseconds. */
  lookSoon: () => void;
  now: () => number;
  log: (line: string) => void;
  errorOf: (thrown: unknown, tried: string) => RaybarError;
}

/** Does to the run what the machine asks, and tells it what came of that. */
export class RunHands {
  /** The drain's failure that was logged last. */
  private logged: { label: string; failure: string } | null = null;

  constructor(private readonly options: RunHandsOptions) {}

  async perform(effect: EffectOnRun): Promise<void> {
    const run = this.options.run();
    if (run?.label !== effect.label) return;
    switch (effect.type) {
      case 'drain':
        return this.drain(run, effect);
      case 'evacuate':
        return this.evacuate(run, effect);
      case 'terminate':
        return this.end(run, 'SIGTERM');
      case 'kill':
        return this.end(run, 'SIGKILL');
    }
  }

  private async drain(
    run: WorkerRun,
    { label, nodeId, why }: Extract<Effect, { type: 'drain' }>,
  ): Promise<void> {
    const { send, lookSoon, now, log, errorOf } = this.options;
    try {
      await run.drain(nodeId, drainMessages[why]);
      log(`the head refuses new work here from now on (${why})`);
      send({ type: 'drainAccepted', at: now(), label });
      // An idle raylet goes within milliseconds.
      lookSoon();
    } catch (thrown) {
      const error =
        thrown instanceof RaybarFailure && this.wasLogged(label, thrown.error)
          ? thrown.error
          : errorOf(thrown, 'Asked the head to send no new work here');
      send({ type: 'drainFailed', at: now(), label, error });
    }
  }

  /** A drain is sent again every second; a head that is away is one thing to say, in whatever way the next try fails. */
  private wasLogged(label: string, { code }: RaybarError): boolean {
    const failure = waitAfter(code) === 'for-the-head' ? 'away' : code;
    const repeated = this.logged?.label === label && this.logged.failure === failure;
    this.logged = { label, failure };
    return repeated;
  }

  private async evacuate(
    run: WorkerRun,
    { label, nodeId, deadlineAt }: Extract<Effect, { type: 'evacuate' }>,
  ): Promise<void> {
    const { send, now } = this.options;
    const complete = await run.evacuate(nodeId, deadlineAt - now());
    send({ type: 'evacuated', at: now(), label, complete });
  }

  private async end(run: WorkerRun, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { lookSoon, errorOf } = this.options;
    await run.end(signal).catch((thrown: unknown) => errorOf(thrown, `Sent ${signal} to the worker`));
    lookSoon();
  }
}

import { describe, expect, it } from 'vitest';
import type { Effect, Observation, WorkerEvent } from '../../../../../src/main/worker/machine/events';
import { initialMachine, type Machine } from '../../../../../src/main/worker/machine/machine';
import { next, nextTickAt } from '../../../../../src/main/worker/machine/next';
import { timings } from '../../../../../src/main/worker/machine/timings';
import type { RaybarError } from '../../../../../src/shared/errors';
import { finalError, nodeId, retryableError } from './arbitrary-event';

const context = { timings, jitter: 0 };
const label = 'run-1';

type Timeless = WorkerEvent extends infer E ? (E extends WorkerEvent ? Omit<E, 'at'> : never) : never;

/** Plays events, each so many ms after the one before, and keeps every effect. */
class Play {
  machine: Machine = initialMachine;
  effects: Effect[] = [];
  now = 0;

  send(event: Timeless, afterMs = 100): this {
    this.now += afterMs;
    const step = next(this.machine, { ...event, at: this.now }, context);
    this.machine = step.machine;
    this.effects.push(...step.effects);
    return this;
  }

  see(parts: Partial<Observation>, afterMs = 1_000): this {
    const node = { nodeId, alive: true };
    const observation: Observation = {
      raylet: 'alive',
      left: 'some',
      busy: 0,
      objects: false,
      head: { kind: 'answers', node },
      ...parts,
    };
    return this.send({ type: 'observed', label, observation }, afterMs);
  }

  get kind(): string {
    return this.machine.state.kind;
  }

  types(): string[] {
    return this.effects.map((effect) => effect.type);
  }
}

const missed: Observation['head'] = { kind: 'missed', error: retryableError };
const denied: Observation['head'] = { kind: 'answers', node: { nodeId, alive: false } };
const out = { type: 'wanted', wanted: { kind: 'out', why: 'owner', deadlineMs: 600_000 } } as const;
const leaveNow = { type: 'wanted', wanted: { kind: 'out', why: 'leave-now', deadlineMs: 15_000 } } as const;
const gone: Partial<Observation> = { raylet: 'gone', left: 'none', head: { kind: 'unasked' } };

const contributing = (): Play => {
  const play = new Play().send({ type: 'wanted', wanted: { kind: 'in' } });
  play.send({ type: 'prepared', ticket: 1, label }).send({ type: 'started', label }).see({});
  play.effects = [];
  return play;
};
const draining = (): Play => contributing().send(out).send({ type: 'drainAccepted', label });

describe('Joining', () => {
  it('prepares, starts and contributes once the raylet lives and the head calls it alive', () => {
    const play = new Play().send({ type: 'wanted', wanted: { kind: 'in' } });
    expect(play.kind).toBe('preparing');
    play.send({ type: 'prepared', ticket: 1, label }).send({ type: 'started', label });
    expect(play.machine.state).toMatchObject({
      kind: 'joining',
      step: 'registering',
      label,
      adopted: false,
    });
    play.see({ raylet: 'starting', head: { kind: 'unasked' } });
    expect(play.kind).toBe('joining');
    play.see({ head: { kind: 'answers', node: null } });
    expect(play.kind).toBe('joining');
    play.see({});
    expect(play.machine.state).toMatchObject({ kind: 'contributing', nodeId, label, adopted: false });
    expect(play.types()).toEqual(['prepare', 'start']);
  });

  it('gives up on what only the owner can mend, and tries the rest again, later each time', () => {
    const begin = (): Play => new Play().send({ type: 'wanted', wanted: { kind: 'in' } });
    expect(begin().send({ type: 'prepareFailed', ticket: 1, error: finalError }).kind).toBe('failed');
    const play = begin();
    const waits = [1, 2, 3].map((ticket) => {
      play.send({ type: 'prepareFailed', ticket, error: { ...retryableError, code: 'worker-start-failed' } });
      const waitMs = (nextTickAt(play.machine, context) ?? 0) - play.now;
      play.send({ type: 'tick' }, waitMs);
      return waitMs;
    });
    expect(waits).toEqual([500, 1_000, 2_000]);
    expect(play.kind).toBe('preparing');
  });

  it('ends what did not register in time, by its own limit: `ray start` has none', () => {
    const play = new Play()
      .send({ type: 'wanted', wanted: { kind: 'in' } })
      .send({ type: 'prepared', ticket: 1, label });
    play.send({ type: 'tick' }, timings.joinMs);
    expect(play.kind).toBe('leaving');
    play.see(gone);
    expect(play.machine.state).toMatchObject({ kind: 'backoff', error: { code: 'join-timeout' } });
  });

  it('does not wait long for what no task can be in, once its raylet is gone', () => {
    const leaves = (nodeKnown: boolean): Play => {
      const play = new Play().send({ type: 'wanted', wanted: { kind: 'in' } });
      play.send({ type: 'prepared', ticket: 1, label }).send({ type: 'started', label });
      if (nodeKnown) play.see({}).see({ head: denied }).see({ head: denied });
      else play.send(out).see({ head: { kind: 'answers', node: null } }, 100);
      expect(play.kind).toBe('leaving');
      play.effects = [];
      // A raylet that lives gets its time: the head may have come to know it meanwhile.
      play.see({ head: { kind: 'unasked' } }, 100);
      expect(nextTickAt(play.machine, context)).toBe(play.now - 100 + timings.terminateMs);
      return play;
    };
    const unknown = leaves(false).see({ raylet: 'gone', head: { kind: 'unasked' } }, 100);
    expect(nextTickAt(unknown.machine, context)).toBe(unknown.now + timings.terminateRestMs);
    // Later looks don't put it off.
    unknown.see({ raylet: 'gone', head: { kind: 'unasked' } }, 100);
    unknown.send({ type: 'tick' }, timings.terminateRestMs - 100);
    expect(unknown.types()).toEqual(['kill']);
    unknown.see(gone);
    expect(unknown.kind).toBe('off');

    // Tasks' processes may have something to put in order; `ray start` and Ray's agents have not.
    const known = leaves(true).see({ raylet: 'gone', head: { kind: 'unasked' } }, 100);
    known.send({ type: 'tick' }, timings.terminateRestMs);
    expect(known.types()).toEqual([]);
    known.see({ raylet: 'gone', left: 'no-tasks', head: { kind: 'unasked' } }, 100);
    known.send({ type: 'tick' }, timings.terminateRestMs);
    expect(known.types()).toEqual(['kill']);
  });

  it('ignores the exit of an earlier run', () => {
    const play = contributing().send({
      type: 'exited',
      label: 'run-0',
      error: retryableError,
      lastLines: [],
    });
    expect(play.kind).toBe('contributing');
  });

  it('ends a worker that is no longer wanted before the head knew it, and drains one that it knew', () => {
    const registering = (): Play =>
      new Play()
        .send({ type: 'wanted', wanted: { kind: 'in' } })
        .send({ type: 'prepared', ticket: 1, label })
        .send(out);
    expect(registering().see({ head: { kind: 'answers', node: null } }).kind).toBe('leaving');
    expect(registering().see({}).kind).toBe('draining');
  });
});

describe('Living', () => {
  it('is not lost for one or two missed probes, is for three, and heals with one answer', () => {
    const play = contributing().see({ head: missed }).see({ head: missed });
    expect(play.kind).toBe('contributing');
    play.see({}).see({ head: missed }).see({ head: missed });
    expect(play.kind).toBe('contributing');
    play.see({ head: missed });
    expect(play.kind).toBe('lost');
    const since = play.machine.run?.joinedAt;
    play.see({}, 20_000);
    expect(play.machine.state).toMatchObject({ kind: 'contributing', since });
  });

  it('is lost when a head of its own has ended, and only then ends the worker and starts both anew', () => {
    const ended: Observation['head'] = { kind: 'gone', error: retryableError };
    const play = contributing().see({ head: ended });
    expect(play.machine.state).toMatchObject({ kind: 'lost', cause: 'head-gone', error: retryableError });
    expect(play.effects).toEqual([]);
    // A look that did not ask changes nothing.
    expect(play.see({ head: { kind: 'unasked' } }).kind).toBe('lost');
    expect(play.see({ head: ended }).machine.state).toMatchObject({ kind: 'leaving', why: 'failure' });
    expect(play.see(gone).kind).toBe('preparing');
    expect(play.types()).toEqual(['terminate', 'prepare']);
    // The raylet that goes meanwhile is no crash, and nothing to wait after.
    const without = contributing().see({ head: ended }).see({ raylet: 'gone' });
    expect(without.see(gone).kind).toBe('preparing');
    expect(without.machine.crashes).toEqual([]);
  });

  it('ends and rejoins at once when the head says twice that this node is dead', () => {
    const play = contributing().see({ head: denied });
    expect(play.kind).toBe('contributing');
    play.see({ head: denied }).see(gone);
    expect(play.kind).toBe('preparing');
    expect(play.types()).toEqual(['terminate', 'prepare']);
  });

  it('says that the head could not reach it where the head says so and every probe was answered', () => {
    const death = 'health check failed due to missing too many heartbeats';
    const uncalled: Observation['head'] = { kind: 'answers', node: { nodeId, alive: false, death } };
    const play = contributing().see({ raylet: 'gone', head: uncalled }).see(gone);
    expect(play.machine.state).toMatchObject({ kind: 'backoff', error: { code: 'node-unreachable' } });
    expect(play.machine.crashes).toHaveLength(1);
    // The same when the head's verdict was seen before the raylet heard of it.
    const told = contributing().see({ head: denied }).see({ raylet: 'gone', head: uncalled }).see(gone);
    expect(told.machine.state).toMatchObject({ kind: 'backoff', error: { code: 'node-unreachable' } });
    // Over a link that was cut the head can't call either: that is no fault of the way back.
    const cut = contributing().see({ head: missed }).see({ raylet: 'gone', head: uncalled }).see(gone);
    expect(cut.machine.state).toMatchObject({ kind: 'backoff', error: { code: 'raylet-exited' } });
    const crashed: Observation['head'] = {
      kind: 'answers',
      node: { nodeId, alive: false, death: 'received SIGKILL' },
    };
    const crash = contributing().see({ raylet: 'gone', head: crashed }).see(gone);
    expect(crash.machine.state).toMatchObject({ kind: 'backoff', error: { code: 'raylet-exited' } });
  });

  it('promises no other try once it gave up', () => {
    const play = contributing();
    const error: RaybarError = { ...finalError, fixes: ['Raybar tries again by itself.', 'Mend it.'] };
    play.machine = {
      ...play.machine,
      state: { kind: 'backoff', attempt: 1, since: 0, retryAt: play.now, error: retryableError },
    };
    play.send({ type: 'tick' });
    const { ticket } = play.machine;
    expect(play.send({ type: 'prepareFailed', ticket, error }).machine.state).toMatchObject({
      kind: 'failed',
      error: { fixes: ['Mend it.'] },
    });
  });

  it('blows the fuse after five crashes, and tries again when the owner says so', () => {
    const play = new Play().send({ type: 'wanted', wanted: { kind: 'in' } });
    for (let ticket = 1; ticket <= timings.crashesUntilFuse; ticket++) {
      expect(play.kind).toBe('preparing');
      play
        .send({ type: 'prepared', ticket, label })
        .send({ type: 'started', label })
        .see({})
        // A look that did not ask the head is no evidence against it.
        .see({ raylet: 'gone', head: { kind: 'unasked' } });
      play.send({ type: 'exited', label, error: retryableError, lastLines: ['its last words'] }).see(gone);
      const tickAt = nextTickAt(play.machine, context);
      if (tickAt !== null) play.send({ type: 'tick' }, tickAt - play.now);
    }
    expect(play.machine.state).toMatchObject({
      kind: 'failed',
      error: { code: 'crash-loop' },
      lastLines: ['its last words'],
    });
    expect(JSON.stringify(play.machine.state)).toContain('Look at raylet.out');
    expect(JSON.stringify(play.machine.state)).not.toContain('by itself."');
    expect(play.send({ type: 'tryNow' }).kind).toBe('preparing');
  });

  it('leaves and comes back for new settings', () => {
    const play = contributing().send({ type: 'rejoin', deadlineMs: 60_000 });
    expect(play.machine.state).toMatchObject({ kind: 'draining', why: 'settings' });
    play.send({ type: 'drainAccepted', label }).see({ raylet: 'gone' }).see(gone);
    expect(play.kind).toBe('preparing');
  });
});

describe('Leaving', () => {
  it('drains at once, waits for the raylet to go by itself, and then ends what is left', () => {
    const play = draining();
    expect(play.effects[0]).toEqual({ type: 'drain', nodeId, label, why: 'owner' });
    play.see({ busy: 1 }).see({ busy: 1 });
    expect(play.kind).toBe('draining');
    play.see({ raylet: 'gone' });
    expect(play.kind).toBe('leaving');
    expect(play.types()).toEqual(['drain', 'terminate']);
    expect(play.see(gone).kind).toBe('off');
  });

  it('enforces the deadline with SIGTERM, and kills only what is left after that', () => {
    const play = draining().see({ busy: 1 });
    play.send({ type: 'tick' }, 600_000);
    expect(play.kind).toBe('leaving');
    play.see({ raylet: 'alive', busy: 1 });
    play.send({ type: 'tick' }, timings.terminateMs);
    expect(play.machine.state).toMatchObject({ kind: 'leaving', step: 'killing' });
    expect(play.types()).toEqual(['drain', 'terminate', 'kill']);
  });

  it('moves the deadline nearer for “leave now”, and never farther', () => {
    const play = draining().send(leaveNow);
    expect(play.machine.state).toMatchObject({ why: 'leave-now', deadlineAt: play.now + 15_000 });
    const { deadlineAt } = play.machine.drain ?? { deadlineAt: 0 };
    play.send(out, 1_000);
    expect(play.machine.drain?.deadlineAt).toBe(deadlineAt);
  });

  it('ends a drained node that only idle actors or objects keep up, long before the deadline', () => {
    const play = draining().see({ busy: 1 }).see({ busy: 0 });
    expect(play.kind).toBe('draining');
    play.see({ busy: 0 }, timings.actorQuietMs);
    expect(play.types()).toEqual(['drain', 'terminate']);
  });

  it('moves objects whose only copy is here before it ends the node, and ends it at once when they are elsewhere', () => {
    const play = draining().see({ objects: true });
    play.see({ objects: true }, timings.actorQuietMs);
    expect(play.effects.at(-1)).toMatchObject({ type: 'evacuate', nodeId, label });
    play.see({ objects: true }, timings.objectQuietMs);
    expect(play.kind).toBe('draining');
    play.send({ type: 'evacuated', label, complete: true });
    expect(play.types()).toEqual(['drain', 'evacuate', 'terminate']);
  });

  it('gives objects that could not be moved time to be fetched', () => {
    const play = draining().see({ objects: true }).see({ objects: true }, timings.actorQuietMs);
    play.send({ type: 'evacuated', label, complete: false });
    expect(play.see({ objects: true }).kind).toBe('draining');
    expect(play.see({ objects: true }, timings.objectQuietMs).kind).toBe('leaving');
  });

  it('moves no objects while the head is away, and does not wait for them where it was never told', () => {
    const play = contributing();
    for (let probe = 1; probe <= timings.missesUntilLost; probe++) play.see({ head: missed });
    expect(play.kind).toBe('lost');
    play.send(out).see({ head: missed, objects: true });
    play.see({ head: missed, objects: true }, timings.actorQuietMs);
    expect(play.types()).toEqual(['drain', 'terminate']);
  });

  it('begins no move of objects when the head goes in a drain, and gives them their time all the same', () => {
    const play = draining().see({ busy: 1 });
    for (let probe = 1; probe <= timings.missesUntilLost; probe++) play.see({ busy: 1, head: missed });
    play.see({ head: missed, objects: true });
    play.see({ head: missed, objects: true }, timings.actorQuietMs);
    expect(play.kind).toBe('draining');
    play.see({ head: missed, objects: true }, timings.objectQuietMs);
    expect(play.types()).toEqual(['drain', 'terminate']);
  });

  it('does not wait for a move of objects to end that the head’s going has left without one', () => {
    const play = draining().see({ objects: true }).see({ objects: true }, timings.actorQuietMs);
    for (let probe = 1; probe <= timings.missesUntilLost; probe++) play.see({ objects: true, head: missed });
    play.see({ head: missed, objects: true }, timings.objectQuietMs);
    expect(play.types()).toEqual(['drain', 'evacuate', 'terminate']);
  });

  it('sends a drain again that nobody answered, and leaves an idle node without an answer', () => {
    const play = contributing().send(out);
    play.send({ type: 'tick' }, timings.drainRetryMs);
    expect(play.types()).toEqual(['drain', 'drain']);
    play.see({ head: missed }).see({ head: missed }).see({ head: missed });
    expect(play.kind).toBe('leaving');
  });

  it('says that its head does not answer after three missed probes, until it answers, and goes on', () => {
    const fixes = ['The drain goes on: tasks run to their end, or to the deadline.', ...retryableError.fixes];
    const play = draining().see({ busy: 1, head: missed }).see({ busy: 1, head: missed });
    expect(play.machine.state).not.toHaveProperty('error');
    play.see({ busy: 1, head: missed });
    expect(play.machine.state).toMatchObject({ kind: 'draining', error: { ...retryableError, fixes } });
    // The first that was found is told: the state does not change with every try.
    const later = { ...retryableError, found: 'No way.' };
    play.see({ busy: 1, head: { kind: 'missed', error: later } }).see({ busy: 1, head: { kind: 'unasked' } });
    expect(play.machine.state).toMatchObject({ error: { ...retryableError, fixes } });
    play.see({ busy: 1 });
    expect(play.machine.state).not.toHaveProperty('error');
    expect(play.types()).toEqual(['drain']);
  });

  it('says so from the beginning where the head was lost before', () => {
    const play = contributing();
    for (let probe = 1; probe <= timings.missesUntilLost; probe++) play.see({ busy: 1, head: missed });
    play.send(out);
    expect(play.machine.state).toMatchObject({ kind: 'draining', error: { code: retryableError.code } });
    expect(play.see({ busy: 1 }).machine.state).not.toHaveProperty('error');
  });

  it('finishes a drain before it joins again when the owner changes their mind', () => {
    const play = draining().send({ type: 'wanted', wanted: { kind: 'in' } });
    expect(play.kind).toBe('draining');
    expect(play.see({ raylet: 'gone' }).see(gone).kind).toBe('preparing');
  });
});

describe('Sleeping', () => {
  it('drains within 15 s, is asleep, wakes, and joins again', () => {
    const play = contributing().send({ type: 'suspend' });
    expect(play.machine.state).toMatchObject({
      kind: 'draining',
      why: 'sleep',
      deadlineAt: play.now + 15_000,
    });
    play.send({ type: 'drainAccepted', label }).see({ raylet: 'gone' }).see(gone);
    expect(play.kind).toBe('asleep');
    expect(play.send({ type: 'resume' }, 3_600_000).kind).toBe('waking');
    expect(play.send({ type: 'tick' }, timings.wakeMs).kind).toBe('preparing');
  });

  it('is off, not asleep, when it was off before', () => {
    const play = new Play().send({ type: 'suspend' });
    expect(play.kind).toBe('asleep');
    expect(play.send({ type: 'resume' }).kind).toBe('off');
  });
});

describe('Taking over', () => {
  const found = {
    type: 'found',
    wanted: { kind: 'in' },
    label,
    nodeId,
    joinedAt: -5_000,
    drain: null,
  } as const;

  it('contributes since when it did, once both raylet and head were seen', () => {
    const play = new Play().send(found);
    expect(play.machine.state).toMatchObject({ kind: 'joining', adopted: true });
    expect(play.see({}).machine.state).toMatchObject({ kind: 'contributing', since: -5_000, adopted: true });
    expect(play.types()).toEqual([]);
  });

  it('is lost, and ends nothing, while the head is silent: tasks may be running', () => {
    const play = new Play().send(found);
    play.see({ head: missed, busy: 1 }).see({ head: missed, busy: 1 }).see({ head: missed, busy: 1 });
    expect(play.kind).toBe('lost');
    expect(play.types()).toEqual([]);
  });

  it('goes on with a drain that was under way', () => {
    const drain = { why: 'owner', since: -1, deadlineAt: 50_000, acceptedAt: -1 } as const;
    const play = new Play().send({ ...found, wanted: out.wanted, drain });
    expect(play.machine.state).toMatchObject({ kind: 'draining', deadlineAt: 50_000 });
    expect(play.types()).toEqual([]);
  });
});

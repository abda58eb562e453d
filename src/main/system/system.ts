import type { FreePortWishes } from './free-port';
import type { MachineFacts } from './machine-facts';
import type { ProcessIdentity } from './process-identity';
import type { ProcessListing, ProcessRow } from './process-row';
import type { DetachedProcess, DetachedSpawn } from './spawn-detached';

/** What became of a signal. `refused`: the OS did not let us (EPERM). */
export type SignalOutcome = 'signalled' | 'gone' | 'refused';

/**
 * What Raybar asks of the operating system. `linux/` and `darwin/` answer it, `current-system.ts` chooses. A command
 * of the OS that fails rejects with CommandError (run-command.ts).
 */
export interface System {
  /** Every process that is alive. Linux reads /proc and starts nothing; macOS runs one `ps`. */
  listProcesses(): Promise<ProcessRow[]>;

  /**
   * The last listing, for whoever needs no fresher one: on macOS it costs a command, and the supervisor makes one a second. Null before the
   * first, and on Linux, where reading /proc again is cheaper than keeping.
   */
  latestListing(): ProcessListing | null;

  /**
   * The direct children that are alive; none when `pid` is gone. On Linux this costs a few reads whatever else runs; on macOS it may be as
   * of a listing some tenths of a second ago.
   */
  childrenOf(pid: number): Promise<ProcessRow[]>;

  /** Who has this pid now; null when nobody has, or only a zombie. */
  processIdentity(pid: number): Promise<ProcessIdentity | null>;

  /** True while that very process lives: a reused pid is not the same, and a zombie is not alive. macOS makes a listing for it. */
  isSameProcess(identity: Pick<ProcessIdentity, 'pid' | 'startToken'>): Promise<boolean>;

  /**
   * The processes that were started with `KEY=VALUE` in their environment, and with none of `without`. Whose environment can't be known
   * (another user's, or macOS hides it) is not among them. Linux reads /proc; macOS runs two `ps`, however many processes there are.
   */
  startedWith(assignment: string, without?: readonly string[]): Promise<number[]>;

  /** Signals one process, after making sure that it is the one that is meant. */
  signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<SignalOutcome>;

  /**
   * Signals the whole process group of a process that still lives and is still in that group: while one member lives
   * the group's id cannot be given to others. Never our own group.
   */
  signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<SignalOutcome>;

  /** Starts a program that outlives us, in a session and process group of its own. */
  spawnDetached(spawn: DetachedSpawn): Promise<DetachedProcess>;

  /**
   * The address of the interface that routes to the head; sends nothing.
   *
   * @throws RaybarFailure own-address-unknown (no route), head-name-unknown (the host's name does not resolve)
   */
  routeAddress(host: string, port: number): Promise<string>;

  /** What this machine is. Does not change while it runs: read once, then remembered. */
  machineFacts(): Promise<MachineFacts>;

  /** A TCP port that nobody listens on. It is free now; nothing reserves it. */
  freePort(wishes?: FreePortWishes): Promise<number>;
}

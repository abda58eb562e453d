import { join } from 'node:path';
import { RaybarFailure, type RaybarError } from '../../shared/errors';
import {
  awaitHead,
  headStartCommand,
  isGcsServer,
  prepareEmbeddedHead,
  removeHeadFiles,
  type EmbeddedHead,
} from '../ray/embedded-head';
import { createGcsClient } from '../ray/gcs/client';
import type { PythonEnvironment } from '../ray/python-environment';
import type { MachineFacts } from '../ray/start-command';
import { tokenReader } from '../ray/token-file';
import { leftoverProcesses, type LeftoverProcess } from '../ray/worker-tree';
import type { JsonStore } from '../settings/json-store';
import { inTurn } from '../system/in-turn';
import { membersOfGroup } from '../system/process-row';
import type { System } from '../system/system';
import type { HeadRecord } from './embedded-record';
import { endProcesses } from './end-processes';
import { logTail } from './log-tail';
import { isOwnAddress } from './own-address';
import { until } from './until';

export interface EmbeddedClusterOptions {
  system: System;
  store: JsonStore<HeadRecord | null>;
  /** For the token and the records. */
  directory: string;
  logDirectory: string;
  /** Short, for Ray's sockets. */
  temporaryRoot: string;
  machine: MachineFacts;
  ambient: Readonly<Record<string, string | undefined>>;
  log: (line: string) => void;
  now: () => number;
}

/** A head that runs for a moment longer than this is trusted to be ready soon; measured: the GCS answers after about 2 s. */
const gcsReadyMs = 50_000;
/** A head of an earlier start answers at once, or not at all. */
const adoptMs = 5_000;
/** The dashboard takes its time to end, and has nothing to lose: measured 3.5 s. */
const termMs = 3_000;
/** TEST-NET-1 (RFC 5737): asking for the route there tells the address that the default route uses; nothing is sent. */
const elsewhere = { host: '192.0.2.1', port: 9 };

/** The Ray head of "Try it here": on this machine only, in token mode, started, found again and ended by Raybar. */
export class EmbeddedCluster {
  private record: HeadRecord | null = null;
  private starting: { head: Promise<EmbeddedHead>; signal: AbortSignal } | null = null;
  /** Starts and ends happen in the order they were asked for: an end never meets the head that was started after it was. */
  private readonly inTurn = inTurn();

  constructor(private readonly options: EmbeddedClusterOptions) {}

  /** Reads what an earlier Raybar left. */
  async load(): Promise<RaybarError | null> {
    const { value, problem } = await this.options.store.read();
    this.record = value;
    return problem;
  }

  get head(): EmbeddedHead | null {
    return this.record?.head ?? null;
  }

  /**
   * Answers with a head that runs: the one that is there, or a new one. Calls at the same time share one start, but for one whose
   * `signal` is aborted: that comes to no head, and the next begins once it has ended what it started.
   */
  ensure(python: PythonEnvironment, signal: AbortSignal): Promise<EmbeddedHead> {
    if (this.starting && !this.starting.signal.aborted) return this.starting.head;
    const head = this.inTurn(() => this.findOrStart(python, signal));
    const starting = { head, signal };
    this.starting = starting;
    const over = (): void => {
      if (this.starting === starting) this.starting = null;
    };
    void head.then(over, over);
    return head;
  }

  private async findOrStart(python: PythonEnvironment, signal: AbortSignal): Promise<EmbeddedHead> {
    const { record } = this;
    if (record && (await this.isSound(record)) && (await this.answers(record.head, adoptMs, signal)))
      return record.head;
    // A wait that was called off says nothing against the head that is there.
    throwIfCalledOff(signal);
    await this.end();
    throwIfCalledOff(signal);
    return this.start(python, signal);
  }

  /**
   * The error when this head will not answer under this address again: its process ended, or the address left this
   * machine (another Wi-Fi). Null while there is hope, or when it is not this head's address.
   */
  async goneError(headAddress: string): Promise<RaybarError | null> {
    const { record } = this;
    if (!record || record.head.headAddress !== headAddress) return null;
    if ((await this.isSound(record)) && (await this.hasGcs(record))) return null;
    const moved = !isOwnAddress(record.head.nodeIpAddress);
    return {
      code: 'embedded-head-failed',
      tried: 'Watched the Ray head of this machine',
      found: moved
        ? `Its address ${record.head.nodeIpAddress} is no longer this machine’s: the network changed.`
        : 'Its process ended.',
      fixes: ['Raybar starts it anew by itself.'],
      retryable: true,
    };
  }

  private async isSound({ root, head }: HeadRecord): Promise<boolean> {
    return root !== null && isOwnAddress(head.nodeIpAddress) && this.options.system.isSameProcess(root);
  }

  /** Without its GCS a head is none, though the rest of it may go on for a minute. */
  private async hasGcs({ root }: HeadRecord): Promise<boolean> {
    if (root === null) return false;
    const group = membersOfGroup(await this.options.system.listProcesses(), root.pgid);
    return group.some(({ command }) => isGcsServer(command));
  }

  private async answers(head: EmbeddedHead, deadlineMs: number, signal: AbortSignal): Promise<boolean> {
    const gcs = createGcsClient({ address: head.headAddress, token: tokenReader(head.tokenFile) });
    try {
      await awaitHead(gcs, { deadlineMs, signal });
      return true;
    } catch (failure) {
      if (failure instanceof RaybarFailure) return false;
      throw failure;
    } finally {
      gcs.close();
    }
  }

  private async start(python: PythonEnvironment, signal: AbortSignal): Promise<EmbeddedHead> {
    const { system, directory, logDirectory, temporaryRoot, machine, ambient, now, log } = this.options;
    const nodeIpAddress = await system.routeAddress(elsewhere.host, elsewhere.port).catch(() => '127.0.0.1');
    const head = await prepareEmbeddedHead({ directory, nodeIpAddress, temporaryRoot });
    const logFile = join(logDirectory, 'embedded-head.log');
    const record: HeadRecord = { version: 1, startedAt: now(), logFile, root: null, head };
    await this.keep(record);
    const command = headStartCommand({ python: python.python, head, machine, ambient });
    const { exited, ...root } = await system.spawnDetached({
      ...command,
      cwd: '/',
      stdoutFile: logFile,
      stderrFile: logFile,
    });
    await this.keep({ ...record, root });
    log(`embedded head runs as pid ${root.pid} at ${head.headAddress}`);

    const gcs = createGcsClient({ address: head.headAddress, token: tokenReader(head.tokenFile) });
    const stopWaiting = new AbortController();
    const abort = (): void => stopWaiting.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      await Promise.race([
        awaitHead(gcs, { deadlineMs: gcsReadyMs, signal: stopWaiting.signal }),
        exited.then(async () => {
          throw await this.ended(logFile);
        }),
      ]);
      return head;
    } catch (failure) {
      await this.end();
      throw failure;
    } finally {
      signal.removeEventListener('abort', abort);
      stopWaiting.abort();
      gcs.close();
    }
  }

  private async ended(logFile: string): Promise<RaybarFailure> {
    const { last, first } = await logTail(logFile);
    const complaints = [...first, ...last].filter((one) => /error|exception|failed/i.test(one));
    const line = complaints[complaints.length - 1];
    return new RaybarFailure({
      code: 'embedded-head-failed',
      tried: 'Started a Ray head on this machine',
      found: line ? `It ended: ${line.trim().slice(0, 300)}` : 'It ended by itself before it was ready.',
      fixes: ['Raybar tries again by itself.', `Look at ${logFile}.`],
      retryable: true,
    });
  }

  /** Ends the head and everything that it started, and resolves when none of it is left. */
  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  private async end(): Promise<void> {
    const { record } = this;
    if (!record) return;
    const { system, store, log } = this.options;
    const { root } = record;
    let seen: readonly LeftoverProcess[] = [];
    const left = async (): Promise<readonly LeftoverProcess[]> => {
      seen = await leftoverProcesses({ label: record.head.label, root, seen }, system);
      return seen;
    };
    const groups = new Set(root === null ? [] : [root.pgid]);
    for (const [sent, waitMs] of [
      ['SIGTERM', termMs],
      ['SIGKILL', termMs],
    ] as const) {
      const processes = await left();
      if (processes.length === 0) break;
      log(`${sent} to the embedded head's ${processes.length} processes`);
      await endProcesses(system, processes, groups, sent);
      await until(async () => (await left()).length === 0, { everyMs: 100, atMostMs: waitMs });
    }
    this.record = null;
    await removeHeadFiles(record.head);
    await store.remove();
  }

  private async keep(record: HeadRecord): Promise<void> {
    this.record = record;
    await this.options.store.write(record);
  }
}

function throwIfCalledOff(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new RaybarFailure({
    code: 'embedded-head-failed',
    tried: 'Started a Ray head on this machine',
    found: 'It was called off.',
    fixes: ['Raybar starts it when it is wanted again.'],
    retryable: true,
  });
}

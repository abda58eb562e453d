import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { WebSocket } from 'ws';
import { RaybarFailure } from '../shared/errors';
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  commands,
  socketEventSchema,
  socketResponseSchema,
} from '../shared/ipc';
import type { Snapshot } from '../shared/snapshot';
import { WaitedTooLong } from './cli-errors';

/** A connection to the app that runs. */
export interface ControlClient {
  /** @throws RaybarFailure with the app's own error, or app-not-running when it goes; WaitedTooLong */
  invoke<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    options?: { timeoutMs?: number },
  ): Promise<CommandOutput<N>>;
  /** Calls back with the snapshot at once and after every change, until the connection ends. */
  watch(listener: (snapshot: Snapshot) => void): void;
  /** Rejects with app-not-running when the app goes; resolves on close(). */
  readonly ended: Promise<void>;
  close(): void;
}

/** Most commands answer at once; those that talk to a head answer within its own time limits. */
const answerTimeoutMs = 60_000;
const connectTimeoutMs = 5_000;

/** @throws RaybarFailure app-not-running */
export async function connectControl(socketPath: string, uid: number): Promise<ControlClient> {
  await refuseForeignFolder(socketPath, uid);
  const socket = new WebSocket('ws://raybar/', {
    // The `ws+unix:` form takes no blanks, and "Application Support" has one.
    createConnection: () => net.connect(socketPath),
    handshakeTimeout: connectTimeoutMs,
    perMessageDeflate: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) => reject(notRunning(socketPath, noAnswer(error), error)));
  });
  return createClient(socket, socketPath);
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

function createClient(socket: WebSocket, socketPath: string): ControlClient {
  const waiting = new Map<number, Waiting>();
  let watcher: ((snapshot: Snapshot) => void) | null = null;
  let lastId = 0;
  let closing = false;
  let unreadable: RaybarFailure | null = null;
  let gone: RaybarFailure | null = null;

  const ended = new Promise<void>((resolve, reject) => {
    socket.on('close', () => {
      const failure = unreadable ?? notRunning(socketPath, 'The app quit in the middle.');
      gone = failure;
      for (const request of waiting.values()) request.reject(failure);
      waiting.clear();
      if (closing) resolve();
      else reject(failure);
    });
  });
  // Whoever waits for it hears of it; to others it is nothing.
  ended.catch(() => undefined);
  // 'close' follows, and says all that there is to say.
  socket.on('error', () => undefined);

  socket.on('message', (data) => {
    const message = Buffer.isBuffer(data) ? parseJson(data.toString('utf8')) : undefined;
    const response = socketResponseSchema.safeParse(message);
    if (response.success) {
      const { id, result } = response.data;
      const request = waiting.get(id);
      waiting.delete(id);
      if (result.type === 'success') request?.resolve(result.value);
      else request?.reject(new RaybarFailure(result.error));
      return;
    }
    const event = socketEventSchema.safeParse(message);
    if (event.success) return watcher?.(event.data.payload);
    unreadable = otherVersion('a message of the app');
    socket.terminate();
  });

  return {
    ended,
    async invoke<N extends CommandName>(
      name: N,
      input: CommandInput<N>,
      { timeoutMs = answerTimeoutMs }: { timeoutMs?: number } = {},
    ) {
      // What is sent into a closed connection would wait for its answer to the last.
      if (gone !== null) throw gone;
      lastId += 1;
      const id = lastId;
      const answer = new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      });
      const timer = setTimeout(() => {
        waiting.get(id)?.reject(new WaitedTooLong(`no answer to ${name} within ${timeoutMs / 1_000} s`));
        waiting.delete(id);
      }, timeoutMs);
      socket.send(JSON.stringify({ id, command: name, input }));
      const value = await answer.finally(() => clearTimeout(timer));
      const checked = commands[name].output.safeParse(value);
      // The schema of this very command let it through; TypeScript can't follow that over a union of commands.
      if (checked.success) return checked.data as CommandOutput<N>;
      throw otherVersion(`the app's answer to ${name}`);
    },
    watch(listener) {
      watcher = listener;
      socket.send(JSON.stringify({ subscribe: 'snapshot' }));
    },
    close() {
      closing = true;
      // All that was wanted has been read; an app that hangs would not answer a farewell.
      socket.terminate();
    },
  };
}

/** In a shared temporary directory somebody else could have put a socket that only looks like the app's. */
async function refuseForeignFolder(socketPath: string, uid: number): Promise<void> {
  const folder = path.dirname(socketPath);
  const found = await fs.lstat(folder).catch(() => null);
  if (found === null) throw notRunning(socketPath, 'There is no control socket.');
  if (!found.isDirectory() || found.uid !== uid)
    throw notRunning(socketPath, `${folder} belongs to somebody else.`);
}

const otherVersion = (what: string): RaybarFailure =>
  new RaybarFailure({
    code: 'command-failed',
    tried: `Read ${what}`,
    found: 'It has a form that this `raybar` does not know.',
    fixes: ['Use the `raybar` of the same version as the app.'],
    retryable: false,
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(error: Error & { code?: unknown }): string {
  if (error.code === 'ENOENT') return 'There is no control socket.';
  if (error.code === 'ECONNREFUSED') return 'Nobody listens there any more.';
  return `${error.message}.`;
}

const notRunning = (socketPath: string, found: string, cause?: unknown): RaybarFailure =>
  new RaybarFailure(
    {
      code: 'app-not-running',
      tried: `Asked the app at ${socketPath}`,
      found,
      fixes: [
        'Start Raybar, then do it again.',
        'If its state lies elsewhere, name the folder in RAYBAR_STATE_DIRECTORY.',
      ],
      retryable: true,
    },
    { cause },
  );

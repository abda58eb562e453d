import type { RawData, WebSocket } from 'ws';
import { failure, type Result } from '../../shared/errors';
import { socketRequestSchema, socketSubscriptionSchema } from '../../shared/ipc';
import type { Snapshot } from '../../shared/snapshot';
import type { Dispatch } from './dispatch';

export interface SessionParts {
  dispatch: Dispatch;
  snapshot: () => Snapshot;
  /** Calls back after every change; returns the way to stop. */
  subscribe: (changed: () => void) => () => void;
}

/** A terminal has one request under way; a script that has more than this many waits for none of them. */
const mostRequestsUnderWay = 16;
/** What a client may leave unread before it is let go. A snapshot is some KiB. */
const mostUnreadBytes = 4 * 2 ** 20;

/** WebSocket close codes (RFC 6455, 7.4.1). */
const unsupportedData = 1003;
const policyViolation = 1008;

/** Serves one client of the control socket until it goes. */
export function serveClient(socket: WebSocket, { dispatch, snapshot, subscribe }: SessionParts): void {
  let underWay = 0;
  let unsubscribe = (): void => undefined;

  // A client that goes while something is on its way to it is no error of ours.
  const ignore = (): void => undefined;
  const send = (message: object, sent: () => void = ignore): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(message), sent);
    if (socket.bufferedAmount > mostUnreadBytes) socket.terminate();
  };
  const answer = (id: number, result: Result<unknown>): void => send({ id, result });

  const watch = (): void => {
    unsubscribe();
    let sending = false;
    let changedMeanwhile = false;
    // A slow reader gets fewer snapshots, each of them new, instead of a queue of old ones.
    const push = (): void => {
      changedMeanwhile = sending;
      if (sending) return;
      sending = true;
      send({ event: 'snapshot', payload: snapshot() }, () => {
        sending = false;
        if (changedMeanwhile) push();
      });
    };
    unsubscribe = subscribe(push);
    push();
  };

  const receive = async (data: RawData, isBinary: boolean): Promise<void> => {
    if (isBinary || !Buffer.isBuffer(data)) return socket.close(unsupportedData, 'text frames only');
    const message = parseJson(data.toString('utf8'));
    if (socketSubscriptionSchema.safeParse(message).success) return watch();
    const request = socketRequestSchema.safeParse(message);
    if (!request.success) return socket.close(policyViolation, 'not a request');
    const { id, command, input } = request.data;
    if (underWay >= mostRequestsUnderWay) return answer(id, tooManyAtOnce);
    underWay += 1;
    try {
      answer(id, await dispatch(command, input, 'socket'));
    } finally {
      underWay -= 1;
    }
  };

  socket.on('message', (data, isBinary) => void receive(data, isBinary));
  socket.on('error', ignore);
  socket.on('close', () => unsubscribe());
}

const tooManyAtOnce = failure({
  code: 'command-failed',
  tried: 'Took another command over the same connection',
  found: `${mostRequestsUnderWay} of its commands are still under way.`,
  fixes: ['Wait for an answer before sending more.'],
  retryable: true,
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import net from 'node:net';
import { RaybarFailure } from '../../shared/errors';
import { headErrors } from './gcs/failures';

/** `host:port` taken apart; an IPv6 host loses its brackets. */
export function splitHeadAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

/**
 * Opens a TCP connection to the head and closes it: tells a wrong name, a closed port and a dead address apart, which a gRPC call
 * that timed out can't. Fails with head-name-unknown, head-refused or head-unreachable.
 */
export function reachHead(address: string, deadlineMs: number, signal?: AbortSignal): Promise<void> {
  const { host, port } = splitHeadAddress(address);
  const tried = `Connected to the head at ${address}`;
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, timeout: deadlineMs });
    const end = (outcome: () => void) => {
      signal?.removeEventListener('abort', abort);
      socket.destroy();
      outcome();
    };
    const fail = (error: RaybarFailure) => end(() => reject(error));
    const abort = () => end(() => reject(signal?.reason ?? new Error('aborted')));
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => end(resolve));
    socket.once('timeout', () =>
      fail(
        new RaybarFailure(
          headErrors.unreachable(address, tried, `no sign of life within ${deadlineMs / 1000} s`),
        ),
      ),
    );
    socket.once('error', (error: NodeJS.ErrnoException) =>
      fail(new RaybarFailure(causeOf(error, address, tried), { cause: error })),
    );
    if (signal?.aborted) abort();
  });
}

function causeOf({ code, message }: NodeJS.ErrnoException, address: string, tried: string) {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return headErrors.nameUnknown(address, tried);
  if (code === 'ECONNREFUSED') return headErrors.refused(address, tried);
  return headErrors.unreachable(address, tried, code ?? message);
}

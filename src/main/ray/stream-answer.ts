import { httpClientFor, httpFailure } from '../system/http-request';

/** How long a link may be silent before the system asks whether the other side is still there. */
const keepAliveMs = 10_000;

export interface StreamRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Until the answer begins; how long it goes on is its own affair. */
  timeLimitMs: number;
}

/**
 * GET of an answer that comes in pieces, for as long as it comes. `ended` comes once, unless it was stopped: with null at the answer's end, with what went wrong else. A
 * redirect is an error: followed, it would carry the token to wherever it points. Resolves to the way to stop.
 */
export async function streamAnswer(
  { url, headers, timeLimitMs }: StreamRequest,
  piece: (bytes: Buffer) => void,
  ended: (problem: string | null) => void,
): Promise<() => void> {
  const { get } = await httpClientFor(url);
  let over = false;
  const end = (problem: string | null): void => {
    clearTimeout(timer);
    if (over) return;
    over = true;
    request.destroy();
    ended(problem);
  };
  const request = get(url, { headers }, (response) => {
    clearTimeout(timer);
    response.once('error', (cause) => end(httpFailure(cause, timeLimitMs)));
    if (response.statusCode !== 200) {
      end(`It answered with HTTP ${response.statusCode ?? 0}.`);
      return;
    }
    response.on('data', (bytes: Buffer) => {
      if (!over) piece(bytes);
    });
    response.once('end', () => end(null));
    response.once('close', () => end('The answer broke off.'));
  });
  const timer = setTimeout(() => end(`It gave no answer within ${timeLimitMs / 1000} s.`), timeLimitMs);
  request.on('socket', (socket) => socket.setKeepAlive(true, keepAliveMs));
  request.on('error', (cause) => end(httpFailure(cause, timeLimitMs)));
  return () => {
    over = true;
    clearTimeout(timer);
    request.destroy();
  };
}

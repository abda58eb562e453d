import http from 'node:http';
import https from 'node:https';
import { RaybarFailure, type RaybarError } from '../../shared/errors';

/** The largest answer that is read: a node's running tasks are some 100 KB. */
const answerLimitBytes = 32 * 2 ** 20;

export interface DashboardRequest {
  method: 'GET' | 'POST';
  /** Below the dashboard's address, with its leading slash. */
  path: string;
  body?: object;
  /** False: for the one question that needs no token. */
  withToken?: boolean;
}

export interface DashboardAnswer {
  status: number;
  text: string;
}

export interface DashboardConnection {
  /** Answers with 2xx and 4xx alike, but for 401 and 403. Rejects with dashboard-unreachable, token-missing or token-wrong. */
  request(request: DashboardRequest): Promise<DashboardAnswer>;
  unreachable(path: string, found: string, cause?: unknown): RaybarFailure;
  close(): void;
}

/**
 * HTTP to one dashboard. A redirect is an error: followed, it would carry the token to wherever it points (a login page
 * of a proxy, most likely).
 */
export function openDashboardConnection(
  url: string,
  token: () => Promise<string | null>,
  timeLimitMs: number,
): DashboardConnection {
  const base = url.replace(/\/+$/, '');
  const secure = base.startsWith('https:');
  const agent = secure
    ? new https.Agent({ keepAlive: true, maxSockets: 4 })
    : new http.Agent({ keepAlive: true, maxSockets: 4 });

  function unreachable(path: string, found: string, cause?: unknown): RaybarFailure {
    const error: RaybarError = {
      code: 'dashboard-unreachable',
      tried: `Asked the dashboard at ${base} for ${path.split('?')[0] ?? path}`,
      found,
      fixes: [
        'Raybar goes on without it: names come from this machine’s processes.',
        'Check the dashboard address in Settings, and that the head was started with --dashboard-host=0.0.0.0.',
      ],
      retryable: true,
    };
    return new RaybarFailure(error, { cause });
  }

  async function request({
    method,
    path,
    body,
    withToken = true,
  }: DashboardRequest): Promise<DashboardAnswer> {
    const secret = withToken ? await token() : null;
    const content = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const headers: http.OutgoingHttpHeaders = { accept: 'application/json' };
    if (secret !== null) headers['authorization'] = `Bearer ${secret}`;
    if (content !== null) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = content.length;
    }
    const answer = await new Promise<DashboardAnswer>((resolve, reject) => {
      const fail = (cause: unknown) => reject(unreachable(path, reasonOf(cause, timeLimitMs), cause));
      const signal = AbortSignal.timeout(timeLimitMs);
      const send = secure ? https.request : http.request;
      const sent = send(`${base}${path}`, { method, headers, agent, signal }, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > answerLimitBytes) response.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        response.once('error', fail);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      sent.once('error', fail);
      sent.end(content ?? undefined);
    });
    if (answer.status === 401 || answer.status === 403) throw refused(base, secret !== null);
    if (answer.status >= 300 && answer.status < 400) {
      throw unreachable(
        path,
        'It redirects elsewhere: a login or a proxy stands before it, and the token is not sent there.',
      );
    }
    return answer;
  }

  return { request, unreachable, close: () => agent.destroy() };
}

function reasonOf(cause: unknown, timeLimitMs: number): string {
  const { code, name, message } = systemError(cause);
  if (name === 'AbortError' || name === 'TimeoutError')
    return `It gave no answer within ${timeLimitMs / 1000} s.`;
  if (code === 'ECONNREFUSED') return 'It refused the connection: nothing listens on that port.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Its name is not known to this machine’s DNS.';
  if (code?.startsWith('HPE_')) return 'What answers there does not speak HTTP.';
  return `It can’t be reached (${code ?? message}).`;
}

function systemError(cause: unknown): { code: string | undefined; name: string; message: string } {
  if (!(cause instanceof Error)) return { code: undefined, name: '', message: String(cause) };
  const { code, name, message }: NodeJS.ErrnoException = cause;
  return { code, name, message };
}

function refused(base: string, withToken: boolean): RaybarFailure {
  return new RaybarFailure({
    code: withToken ? 'token-wrong' : 'token-missing',
    tried: `Asked the dashboard at ${base}`,
    found: withToken ? 'It does not accept this token.' : 'It wants a token, and none is set.',
    fixes: ['Check the token file in Settings: the dashboard takes the same token as the head.'],
    retryable: false,
  });
}

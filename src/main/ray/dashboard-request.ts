import type http from 'node:http';
import { RaybarFailure, type RaybarError } from '../../shared/errors';
import { httpClientFor, httpFailure, sendHttp, type HttpAnswer } from '../system/http-request';

/** The largest answer that is read: a node's running tasks are some 100 KB. */
const answerLimitBytes = 32 * 2 ** 20;

export interface DashboardRequest {
  method: 'GET' | 'POST';
  /** Below the dashboard's address, with its leading slash. */
  path: string;
  body?: object;
  /** False: for the one question that needs no token. */
  withToken?: boolean;
  /** Where an answer may take longer than others. */
  timeLimitMs?: number;
}

export type DashboardAnswer = HttpAnswer;

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
  let agent: Promise<http.Agent> | null = null;

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
    timeLimitMs: limitMs = timeLimitMs,
  }: DashboardRequest): Promise<DashboardAnswer> {
    const secret = withToken ? await token() : null;
    const content = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const headers: Record<string, string> = { accept: 'application/json' };
    if (secret !== null) headers['authorization'] = `Bearer ${secret}`;
    if (content !== null) headers['content-type'] = 'application/json';
    const answer = await sendHttp({
      url: `${base}${path}`,
      method,
      headers,
      ...(content === null ? {} : { body: content }),
      agent: await (agent ??= openAgent(base)),
      timeLimitMs: limitMs,
      answerLimitBytes,
    }).catch((cause: unknown) => {
      throw unreachable(path, httpFailure(cause, limitMs), cause);
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

  return { request, unreachable, close: () => void agent?.then((opened) => opened.destroy()) };
}

async function openAgent(base: string): Promise<http.Agent> {
  const { Agent } = await httpClientFor(base);
  return new Agent({ keepAlive: true, maxSockets: 4 });
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

import http from 'node:http';
import type https from 'node:https';

export interface HttpRequest {
  /** With its path; a user and password in it are sent as Basic authorization. */
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
  timeLimitMs: number;
  answerLimitBytes: number;
  agent?: http.Agent;
}

export interface HttpAnswer {
  status: number;
  text: string;
}

/** Node's client for the address, TLS only where it asks for it: that is a tenth of what Raybar would load before its tray is up. */
export async function httpClientFor(url: string): Promise<typeof http | typeof https> {
  return url.startsWith('https:') ? import('node:https') : http;
}

/**
 * One request and its whole answer, whatever its status. Redirects are not followed. Rejects with what Node says when there is no answer within the
 * time, or when it is too long; `httpFailure` has the words for it. (Node 16 has no fetch.)
 */
export async function sendHttp(request: HttpRequest): Promise<HttpAnswer> {
  const { url, method, headers = {}, body, timeLimitMs, answerLimitBytes, agent } = request;
  const content: http.OutgoingHttpHeaders = body ? { 'content-length': body.length } : {};
  const { request: open } = await httpClientFor(url);
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { ...headers, ...content },
      signal: AbortSignal.timeout(timeLimitMs),
      ...(agent ? { agent } : {}),
    };
    const sent = open(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > answerLimitBytes) response.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Why there was no answer, in plain words. */
export function httpFailure(cause: unknown, timeLimitMs: number): string {
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

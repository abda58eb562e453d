import { isIP } from 'node:net';

export interface MetricsRequest {
  method: string | undefined;
  url: string | undefined;
  /** The Host header. */
  host: string | undefined;
  /** The address of this machine that the request came in by. */
  localAddress: string | undefined;
}

export type MetricsAnswer = { status: 200 } | { status: 400 | 403 | 404 | 405; text: string };

/**
 * Pure: whether this is a scrape. A page in a browser on this machine can have its own name resolve to 127.0.0.1 and then read what answers
 * there (DNS rebinding); its requests carry its own name as Host, so by loopback only loopback's names are served.
 */
export function metricsAnswer({ method, url, host, localAddress }: MetricsRequest): MetricsAnswer {
  if (host === undefined) return { status: 400, text: 'The Host header is missing.' };
  if (isLoopback(localAddress ?? '') && !isLoopbackName(hostName(host)))
    return { status: 403, text: 'Over loopback Raybar answers to localhost alone.' };
  if ((url ?? '').split('?')[0] !== '/metrics') return { status: 404, text: 'Metrics are at /metrics.' };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'Metrics are read with GET.' };
  return { status: 200 };
}

/** Whether an address reaches this machine alone. */
export function isLoopback(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:/, '');
  return (isIP(plain) === 4 && plain.startsWith('127.')) || plain === '::1';
}

const isLoopbackName = (name: string): boolean => name === 'localhost' || isLoopback(name);

/** `[::1]:9851` and `localhost:9851` without port and brackets. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d*$/, '')).toLowerCase();
}

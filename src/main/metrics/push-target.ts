import type { Settings } from '../../shared/settings';

export interface PushTarget {
  /** Where the group of this machine is put and deleted; may hold a user and password. */
  url: string;
  /** The same for people and logs: without user and password. */
  shownUrl: string;
  intervalMs: number;
}

/**
 * The address of this machine's group at the Pushgateway, as its API has it: `/metrics/job/JOB/instance/INSTANCE`. A value that a path can't
 * hold goes as base64 (https://github.com/prometheus/pushgateway#url). Null while no gateway is set.
 */
export function pushTarget(push: Settings['metrics']['push'], hostname: string): PushTarget | null {
  if (push.url === null) return null;
  const instance = push.instance === 'auto' ? hostname : push.instance;
  const path = `/metrics/${label('job', push.job)}/${label('instance', instance)}`;
  return {
    url: withoutSlash(push.url) + path,
    shownUrl: withoutSlash(push.url.replace(/^(https?:\/\/)[^/]*@/, '$1')),
    intervalMs: push.intervalMs,
  };
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** "/" separates even when it is percent-encoded, and "." and ".." are walked by whatever cleans paths. */
function label(name: string, value: string): string {
  const fits = !value.includes('/') && value !== '.' && value !== '..' && value !== '';
  if (fits) return `${name}/${encodeURIComponent(value)}`;
  // An empty value is written as one "=".
  return `${name}@base64/${Buffer.from(value, 'utf8').toString('base64url') || '='}`;
}

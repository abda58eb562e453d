import type { Settings } from '../../shared/settings';

/** A group of metrics at a Pushgateway. */
export interface PushedGroup {
  /** Where it is put and deleted; may hold a user and password. */
  url: string;
  /** The gateway for people and logs: without user and password. */
  shownUrl: string;
}

export interface PushTarget extends PushedGroup {
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
  return { ...pushedGroup(withoutSlash(push.url) + path), intervalMs: push.intervalMs };
}

/** Pure: a group by its address alone. */
export function pushedGroup(url: string): PushedGroup {
  return {
    url,
    shownUrl: withoutPassword(url).replace(/\/metrics\/job[^/]*\/[^/]*\/instance[^/]*\/[^/]*$/, ''),
  };
}

/** Pure: what the gateway tells groups apart by. A new password makes no new group. */
export const groupKey = ({ url }: PushedGroup): string => withoutPassword(url);

const withoutPassword = (url: string): string => url.replace(/^(https?:\/\/)[^/]*@/, '$1');

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** "/" separates even when it is percent-encoded, and "." and ".." are walked by whatever cleans paths. */
function label(name: string, value: string): string {
  const fits = !value.includes('/') && value !== '.' && value !== '..' && value !== '';
  if (fits) return `${name}/${encodeURIComponent(value)}`;
  // An empty value is written as one "=".
  return `${name}@base64/${Buffer.from(value, 'utf8').toString('base64url') || '='}`;
}

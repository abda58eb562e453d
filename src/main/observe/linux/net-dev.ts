import type { Reading } from '../../../shared/telemetry';
import { unavailable, wholeLines } from '../reading';

/** Bytes since an interface was made. */
export interface InterfaceCounters {
  name: string;
  received: number;
  sent: number;
}

/** Pure: /proc/net/dev (proc_pid_net(5)): the first and the ninth figure. */
export function parseNetDev(text: string): InterfaceCounters[] {
  return wholeLines(text).flatMap((line) => {
    const [, name, figures] = /^\s*([^\s:]+):\s*([\d\s]+)$/.exec(line) ?? [];
    const counts = figures?.trim().split(/\s+/).map(Number) ?? [];
    const [received, sent] = [counts[0], counts[8]];
    if (name === undefined || received === undefined || sent === undefined) return [];
    return Number.isSafeInteger(received) && Number.isSafeInteger(sent) ? { name, received, sent } : [];
  });
}

/** Carries what another interface carries too, or what never leaves the machine. */
const virtual =
  /^(lo|veth|docker|br-|bridge|virbr|vnet|tun|tap|wg|tailscale|bond|team|dummy|ifb|vlan|macv|ipv)|\./;

/**
 * Pure: what went over the wire, counted once: interfaces of a real device where there is one (a bridge's and a tunnel's traffic passes
 * them anyway); in a container, which has none, whatever is not virtual by its name.
 */
export function trafficOf(
  interfaces: readonly InterfaceCounters[],
  hasDevice: (name: string) => boolean,
): Reading<[received: number, sent: number]> {
  const real = interfaces.filter(({ name }) => hasDevice(name));
  const counted = real.length > 0 ? real : interfaces.filter(({ name }) => !virtual.test(name));
  if (counted.length === 0) return unavailable('there is no network interface');
  return [
    counted.reduce((sum, { received }) => sum + received, 0),
    counted.reduce((sum, { sent }) => sum + sent, 0),
  ];
}

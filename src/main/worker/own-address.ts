import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { RaybarFailure, type RaybarError } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import type { System } from '../system/system';

type Interfaces = ReturnType<typeof networkInterfaces>;

const addressesOf = (interfaces: Interfaces) => Object.values(interfaces).flatMap((entries) => entries ?? []);

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** fe80::1%en0 as fe80::1. */
const withoutZone = (address: string): string => address.split('%', 1).join('');

/** True for an address of this machine; all of 127.0.0.0/8 is. A name is not looked up: it counts as elsewhere. */
export function isOwnAddress(address: string, interfaces: Interfaces = networkInterfaces()): boolean {
  if (address === 'localhost') return true;
  const bare = withoutZone(address);
  if (isIP(bare) === 0) return false;
  // Compares addresses, not their spelling: an IPv6 one has many.
  const own = new BlockList();
  own.addSubnet('127.0.0.0', 8, 'ipv4');
  own.addAddress('::1', 'ipv6');
  for (const { address: one } of addressesOf(interfaces)) own.addAddress(withoutZone(one), familyOf(one));
  return own.check(bare, familyOf(bare));
}

/**
 * The address that the worker announces: the settings' own, or that of the interface that routes to `host`.
 *
 * @throws RaybarFailure own-address-unknown: the settings' is none of this machine's, or there is no route; head-name-unknown
 */
export async function nodeAddress(
  own: Settings['worker']['nodeIpAddress'],
  { host, port }: { host: string; port: number },
  system: Pick<System, 'routeAddress'>,
): Promise<string> {
  if (own === 'auto') return system.routeAddress(host, port);
  checkOwnAddress(own);
  return own;
}

/**
 * A worker under an address that isn't this machine's starts and joins all the same. Then the head, which can't reach it there, takes
 * it for dead after 15 to 20 s, and no drain gets an answer meanwhile.
 *
 * @throws RaybarFailure own-address-unknown
 */
export function checkOwnAddress(
  own: Settings['worker']['nodeIpAddress'],
  interfaces: Interfaces = networkInterfaces(),
): void {
  if (own !== 'auto' && !isOwnAddress(own, interfaces)) throw new RaybarFailure(notOwn(own, interfaces));
}

function notOwn(own: string, interfaces: Interfaces): RaybarError {
  // Link-local ones lead nowhere without naming the interface.
  const offered = addressesOf(interfaces)
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
  const has = offered.length > 0 ? `It has ${offered.join(', ')}.` : 'It has none beside loopback now.';
  return {
    code: 'own-address-unknown',
    tried: `Looked for ${own}, the own IP address in Settings (worker.nodeIpAddress), among this machine’s`,
    found: `${own} is not an address of this machine: the head could not reach the worker there. ${has}`,
    fixes: [
      `Choose “Automatic” as own IP address in Settings${offered.length > 0 ? `, or one of ${offered.join(', ')}` : ''}.`,
      'If it comes with a VPN or another network, connect that.',
    ],
    // A VPN is back some seconds after a wake.
    retryable: true,
  };
}

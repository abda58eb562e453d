import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import { RaybarFailure } from '../../shared/errors';

/** `lookup` of node:dns/promises, or a test's own. */
export type LookupHost = (host: string) => Promise<{ address: string; family: number }>;

/**
 * See System.routeAddress. Connecting a UDP socket makes the kernel choose the route, and with it the interface; no
 * packet is sent.
 *
 * @param host an address, or a name; an IPv6 address without its brackets
 */
export async function routeAddress(
  host: string,
  port: number,
  lookupHost: LookupHost = (name) => lookup(name),
): Promise<string> {
  const head = await resolveHost(host, lookupHost);
  const socket = createSocket(head.family === 6 ? 'udp6' : 'udp4');
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.once('error', reject);
      // The connect callback gets the error of a missing route; a bind that fails comes by the event.
      socket.connect(port, head.address, (error?: Error) => {
        if (error) reject(error);
        else resolve(socket.address().address);
      });
    });
  } catch (error) {
    throw new RaybarFailure(
      {
        code: 'own-address-unknown',
        tried: `Looked for the network interface that leads to the head at ${host}`,
        found: `There is no route to ${head.address} (${error instanceof Error ? error.message : String(error)}).`,
        fixes: [
          'Check that this machine is on the same network as the head (Wi-Fi, cable, VPN).',
          'Or set the own IP address in Settings.',
        ],
        retryable: true,
      },
      { cause: error },
    );
  } finally {
    socket.close();
  }
}

async function resolveHost(
  host: string,
  lookupHost: LookupHost,
): Promise<{ address: string; family: number }> {
  const family = net.isIP(host);
  if (family !== 0) return { address: host, family };
  try {
    return await lookupHost(host);
  } catch (error) {
    throw new RaybarFailure(
      {
        code: 'head-name-unknown',
        tried: `Looked up the head's name ${host}`,
        found: `The name has no address (${error instanceof Error ? error.message : String(error)}).`,
        fixes: [
          'Check the spelling of the head address.',
          "Check the network: a name of a private network is known only there. The head's IP address works too.",
        ],
        retryable: true,
      },
      { cause: error },
    );
  }
}

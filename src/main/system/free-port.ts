import net from 'node:net';
import { z } from 'zod';

export interface PortRange {
  from: number;
  /** Included. */
  to: number;
}

export interface FreePortWishes {
  /** Ranges that will not do, e.g. the ports that Ray gives to its workers. */
  not?: readonly PortRange[];
  /** The address that will be listened on; all of them when left out. */
  host?: string;
}

/** More ranges than this to avoid would be a mistake of the caller. */
const mostTries = 200;

/** See System.freePort. */
export async function freePort({ not = [], host }: FreePortWishes = {}): Promise<number> {
  // The ports that won't do stay taken until one does: else the OS may offer the same one again.
  const held: net.Server[] = [];
  try {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const server = net.createServer();
      held.push(server);
      const port = await listenAnywhere(server, host);
      if (!not.some(({ from, to }) => port >= from && port <= to)) return port;
    }
    throw new Error(`no free port outside ${not.map(({ from, to }) => `${from}-${to}`).join(', ')}`);
  } finally {
    await Promise.all(held.map(closed));
  }
}

const addressSchema = z.object({ port: z.number() });

function listenAnywhere(server: net.Server, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, ...(host === undefined ? {} : { host }) }, () => {
      resolve(addressSchema.parse(server.address()).port);
    });
  });
}

const closed = (server: net.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

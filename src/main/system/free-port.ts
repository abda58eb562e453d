import { randomInt } from 'node:crypto';
import net from 'node:net';
import { z } from 'zod';

export interface PortRange {
  from: number;
  /** Included. */
  to: number;
}

/**
 * Ports that nobody gives out by itself: above those that Ray gives to its workers, below those that the OS (Linux from 32768, macOS from 49152), and Ray above
 * one of the OS's, choose at random. One of these is still free when the program that it was found for listens on it seconds later.
 */
export const unofferedPorts: PortRange = { from: 26_000, to: 32_767 };

export interface FreePortWishes {
  /** Taken from here, at random, as long as any is free here. */
  within?: PortRange;
  /** Ranges that will not do, e.g. the ports that Ray gives to its workers. */
  not?: readonly PortRange[];
  /** The address that will be listened on; all of them when left out. */
  host?: string;
}

/** More ranges than this to avoid would be a mistake of the caller. */
const mostTries = 200;

/** Of a range of which nearly all is taken the OS's own choice is as good. */
const mostTriesWithin = 50;

/** See System.freePort. */
export async function freePort({ within, not = [], host }: FreePortWishes = {}): Promise<number> {
  const willDo = (port: number): boolean => !not.some(({ from, to }) => port >= from && port <= to);
  const found = within === undefined ? null : await freePortWithin(within, willDo, host);
  if (found !== null) return found;
  // The ports that won't do stay taken until one does: else the OS may offer the same one again.
  const held: net.Server[] = [];
  try {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const server = net.createServer();
      held.push(server);
      const port = await listen(server, 0, host);
      if (willDo(port)) return port;
    }
    throw new Error(`no free port outside ${not.map(({ from, to }) => `${from}-${to}`).join(', ')}`);
  } finally {
    await Promise.all(held.map(closed));
  }
}

const addressSchema = z.object({ port: z.number() });

async function freePortWithin(
  { from, to }: PortRange,
  willDo: (port: number) => boolean,
  host: string | undefined,
): Promise<number | null> {
  for (let tries = 0; tries < mostTriesWithin; tries += 1) {
    const port = randomInt(from, to + 1);
    if (!willDo(port) || !(await isFree(port, host))) continue;
    // On a Mac all addresses can be listened on beside one that is taken.
    if (host !== undefined || (await isFree(port, '127.0.0.1'))) return port;
  }
  return null;
}

async function isFree(port: number, host: string | undefined): Promise<boolean> {
  const server = net.createServer();
  try {
    await listen(server, port, host);
    return true;
  } catch {
    return false;
  } finally {
    await closed(server);
  }
}

/** Resolves with the port; 0 lets the OS choose one. */
function listen(server: net.Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      resolve(addressSchema.parse(server.address()).port);
    });
  });
}

const closed = (server: net.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

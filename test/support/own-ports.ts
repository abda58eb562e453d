import { once } from 'node:events';
import net from 'node:net';
import { freePort } from '../../src/main/system/free-port';

/** Below those of Raybar itself (unofferedPorts), above those that Ray gives to its workers: neither the OS nor Ray gives these out by itself. */
const all = { from: 20_000, to: 25_999 };
const blockSize = 100;
const blocks = (all.to + 1 - all.from) / blockSize;

interface Block {
  /** Listened on by this process for as long as it lives: the block is nobody else's. */
  lock: number;
  last: number;
}

let own: Promise<Block> | null = null;
let lastGiven = 0;

/**
 * A port that nobody listens on and that is this process's alone: no other test file is given it, and no program gets it by chance, neither before what it is for
 * listens on it nor while that is away.
 */
export async function ownPort(): Promise<number> {
  own ??= takeBlock();
  const { lock, last } = await own;
  for (let tries = 1; tries < blockSize; tries += 1) {
    // In turn: one that was given lately may not be listened on yet.
    lastGiven = lastGiven > lock && lastGiven < last ? lastGiven + 1 : lock + 1;
    const port = lastGiven;
    if ((await freePort({ within: { from: port, to: port } })) === port) return port;
  }
  throw new Error(`all ports from ${lock} to ${last} are taken`);
}

async function takeBlock(): Promise<Block> {
  for (let tries = 0; tries < blocks; tries += 1) {
    const lock = all.from + ((process.pid + tries) % blocks) * blockSize;
    const server = net.createServer().unref();
    try {
      server.listen({ port: lock, host: '127.0.0.1', exclusive: true });
      await once(server, 'listening');
      return { lock, last: lock + blockSize - 1 };
    } catch {
      // Another test file's.
    }
  }
  throw new Error('every block of ports is another test file’s');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setImmediate as immediately, setTimeout as delay } from 'node:timers/promises';
import { rayEnvironment } from './ray-environment';

/** Listens, accepts nobody, and says its port. */
const program = `
import socket, sys
listener = socket.create_server(("127.0.0.1", 0), backlog=1)
print(listener.getsockname()[1], flush=True)
sys.stdin.read()
`;

export interface DeadAddress {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * An address that answers to nothing, as that of a machine that is switched off: the system drops every further connection's first packet once
 * a listener's queue is full. On loopback, because an address that nobody has is answered for in some networks (a transparent proxy).
 */
export async function openDeadAddress(): Promise<DeadAddress> {
  const listener = spawn(rayEnvironment().python, ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = await once(listener.stdout, 'data');
  const port = Number(String(said));
  const queued: net.Socket[] = [];
  const isQueued = async (): Promise<boolean> => {
    const socket = net.connect({ host: '127.0.0.1', port }).on('error', () => undefined);
    queued.push(socket);
    let isConnected = false;
    const connected = once(socket, 'connect').then(() => (isConnected = true));
    await Promise.race([connected, delay(1_000)]);
    // This process may have been held: what came meanwhile is seen only after the timer.
    await immediately();
    return isConnected;
  };
  while (await isQueued());
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      for (const socket of queued) socket.destroy();
      listener.stdin.end();
      await once(listener, 'exit');
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface VirtualDisplay {
  /** For DISPLAY. */
  readonly name: string;
  stop(): Promise<void>;
}

/** The display that is there, or an Xvfb of one's own. */
export async function startDisplay(): Promise<VirtualDisplay> {
  const present = process.env['DISPLAY'];
  if (process.platform !== 'linux' || present) return { name: present ?? '', stop: async () => {} };
  return startOwnDisplay('1600x1400');
}

/** An Xvfb of this size in pixels, "1600x1400"; it picks a free number by itself. */
export async function startOwnDisplay(size: string): Promise<VirtualDisplay> {
  // Else it begins anew when its last client goes, and throws out who comes meanwhile.
  const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const pipe = server.stdio[3];
  if (!pipe) throw new Error('Xvfb has no pipe to tell its display on.');
  const [number] = await Promise.race([
    once(pipe, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`Xvfb ended with ${String(code)} before it had a display.`);
    }),
  ]);
  return {
    name: `:${String(number).trim()}`,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exited = once(server, 'exit');
      server.kill();
      await exited;
    },
  };
}

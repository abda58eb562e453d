import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach } from 'vitest';

/** Starts small programs for one test, and ends each by its pid when the test is over. */
export function ownChildren(): { start: (script: string) => Promise<ChildProcess & { pid: number }> } {
  const started: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  return {
    /** A shell script that has said its first line, so that it is well under way. */
    async start(script) {
      const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      started.push(child);
      await once(child.stdout, 'data');
      const { pid } = child;
      if (pid === undefined) throw new Error('the script was not started');
      return Object.assign(child, { pid });
    },
  };
}

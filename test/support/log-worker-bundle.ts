import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

/** Bundles the log viewer's thread as the app's build does, into a folder of its own. */
export async function bundleLogWorker(): Promise<{ file: string; remove: () => Promise<void> }> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'raybar-log-worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: path.join(import.meta.dirname, '../../src/main/logs/log-worker.ts'),
      outDir,
      target: 'node16',
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'log-worker.cjs' } },
    },
  });
  return {
    file: path.join(outDir, 'log-worker.cjs'),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

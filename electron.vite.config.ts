import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { lateBuiltins } from './scripts/late-builtins.mjs';

const at = (path: string) => resolve(import.meta.dirname, path);

/** ws speeds itself up with these when they are installed; they are native and we do without. */
const optionalNatives = ['bufferutil', 'utf-8-validate'];

/** V8 reads the source at each start and keeps it in memory: smaller is less of both. Functions' names stay, for the stacks in the log. */
const smaller = {
  mangle: { keepNames: { function: true, class: true } },
  compress: true,
  codegen: true,
} as const;

/** What an idle app has no use for. Other libraries are loaded late as a whole; electron-log is there from the first line. */
const lateInMain = lateBuiltins({
  names: [
    'node:child_process',
    'node:crypto',
    'node:dns/promises',
    'node:http',
    'node:https',
    'node:readline',
    'node:worker_threads',
  ],
  into: (importer) =>
    !importer.includes('/node_modules/') || importer.includes('/node_modules/electron-log/'),
});

/**
 * The log viewer's threads run a bundle of their own: as a second entry of main's it would share modules with it, and load all of Raybar,
 * electron included, in a thread that has none.
 */
const logWorker: Plugin = {
  name: 'log-worker',
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: at('src/main/logs/log-worker.ts'),
        target: 'node16',
        outDir: at('out/main'),
        emptyOutDir: false,
        rollupOptions: {
          output: { format: 'cjs', entryFileNames: 'log-worker.cjs', minify: smaller },
        },
      },
    });
  },
};

// Main and preload are CommonJS for Node 16 and the windows are for Chromium 108: what Electron 22 has. Electron 45
// runs the same bundles. Everything but electron is bundled, so the packaged app carries no node_modules.
export default defineConfig({
  main: {
    plugins: [lateInMain, logWorker],
    build: {
      target: 'node16',
      outDir: 'out/main',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src/main/index.ts') },
        external: ['electron', ...optionalNatives],
        // No hashes: an app that runs on while its checkout is built anew still finds the parts that it loads late.
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name].cjs',
          minify: smaller,
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node16',
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      target: 'chrome108',
      outDir: 'out/renderer',
      // The page's parts are fetched side by side, not one after the other as each is read. Chromium needs no help for it.
      modulePreload: { polyfill: false },
      // Half the source for a page to read, to compile and to keep. Nothing logs a page's stacks.
      minify: 'oxc',
      rollupOptions: {
        input: {
          popover: at('src/renderer/popover/index.html'),
          settings: at('src/renderer/settings/index.html'),
          activity: at('src/renderer/activity/index.html'),
          logs: at('src/renderer/logs/index.html'),
          doctor: at('src/renderer/doctor/index.html'),
        },
      },
    },
  },
});

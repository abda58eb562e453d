import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

// The terminal's `raybar`: one CommonJS file for Node 20, with all that it imports inside.
export default defineConfig({
  build: {
    target: 'node20',
    ssr: true,
    outDir: 'out/cli',
    emptyOutDir: true,
    rollupOptions: {
      input: { raybar: 'src/cli/raybar.ts' },
      external: ['bufferutil', 'utf-8-validate', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { format: 'cjs', entryFileNames: '[name].cjs', banner: '#!/usr/bin/env node' },
    },
  },
  ssr: { noExternal: true },
});

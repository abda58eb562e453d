import { chmodSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

// The terminal's `raybar`: one CommonJS file for Node 20, with all that it imports inside.
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default defineConfig({
  define: { RAYBAR_VERSION: JSON.stringify(version) },
  build: {
    target: 'node20',
    ssr: true,
    outDir: 'out/cli',
    emptyOutDir: true,
    rollupOptions: {
      input: { raybar: 'src/cli/raybar.ts' },
      external: [
        'bufferutil',
        'utf-8-validate',
        ...builtinModules,
        ...builtinModules.map((name) => `node:${name}`),
      ],
      output: { format: 'cjs', entryFileNames: '[name].cjs', banner: '#!/usr/bin/env node' },
    },
  },
  ssr: { noExternal: true },
  plugins: [{ name: 'executable', closeBundle: () => chmodSync('out/cli/raybar.cjs', 0o755) }],
});

import react from '@vitejs/plugin-react';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          // Ten times what the longest takes: two or three workers share two cores, and a file's first test compiles what it imports.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What is polled for is there at once, or once this process gets a core again; Vitest's own second is less than that.
          expect: { poll: { timeout: 30_000 } },
          // Else Vitest blanks what a test reads of it by `?raw`.
          css: { include: /logs\.css/ },
          // Vitest would leave one of two cores idle.
          maxWorkers: Math.max(2, availableParallelism() - 1),
        },
      },
      {
        // A real Ray: each file has its own head; two at a time is what two cores carry.
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // A head with its dashboard and a worker take 15 s, on a machine with other work at hand over a minute.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
      {
        // A real Electron, tray and buses. On Linux each app has a display of its own: on one for all, two at a time would take the focus from each other.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          env: process.platform === 'linux' ? { DISPLAY: '', WAYLAND_DISPLAY: '' } : {},
        },
      },
    ],
  },
});

import { readFileSync } from 'node:fs';
import path from 'node:path';

const installed = path.resolve(__dirname, '../../node_modules/electron');

/** Electron's program, as the electron package itself finds it. */
export const electronExecutable = (): string =>
  path.join(installed, 'dist', readFileSync(path.join(installed, 'path.txt'), 'utf8').trim());

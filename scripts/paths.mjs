import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where things lie in a checkout. All that is prepared, and nothing else, is under .runtime. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const RUNTIME = path.join(ROOT, '.runtime');
export const STAMPS = path.join(RUNTIME, 'stamps');
export const PYTHON_ENVIRONMENT = path.join(RUNTIME, 'python');
export const ELECTRON_RUNTIMES = path.join(RUNTIME, 'electron');
export const NODE_MODULES = path.join(ROOT, 'node_modules');
export const ELECTRON_PACKAGE = path.join(NODE_MODULES, 'electron');

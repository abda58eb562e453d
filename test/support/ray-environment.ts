import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The Python environment with a real Ray that the tests run: the project's own unless another one is named. */
export function rayEnvironment(): { directory: string; python: string } {
  const directory = process.env['RAYBAR_PYTHON_ENVIRONMENT'] ?? resolve('.runtime/python');
  const python = `${directory}/bin/python`;
  if (!existsSync(python)) {
    throw new Error(`no Python environment at ${directory}: run "node scripts/python-environment.mjs" first`);
  }
  return { directory, python };
}

/** What a Ray process of a test gets to see: none of the machine's own settings for Ray, proxies or Python. */
export function cleanRayVariables(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: process.env['HOME'] ?? '/',
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    RAY_USAGE_STATS_ENABLED: '0',
  };
}

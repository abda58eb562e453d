import logger from 'electron-log/node';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The supervisor's own log. Nothing secret goes in: no token, no environment. */
export interface Log {
  info(message: string): void;
  problem(message: string, problem: unknown): void;
}

const mostBytes = 1_048_576;

/** Opens `raybar.log` in the directory; it is turned over once at 1 MiB. */
export function openLog(directory: string): Log {
  // The logger would make it for everybody to read.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const { file, console: terminal } = logger.transports;
  file.resolvePathFn = () => path.join(directory, 'raybar.log');
  file.maxSize = mostBytes;
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  file.format = '{iso} {level} {text}';
  // The terminal that started us gets what it waits for from index.ts, and problems.
  terminal.level = 'warn';
  terminal.format = '{text}';
  return {
    info: (message) => logger.info(message),
    problem: (message, problem) => logger.error(message, problem),
  };
}

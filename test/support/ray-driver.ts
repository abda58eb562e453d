import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cleanRayVariables, rayEnvironment } from './ray-environment';
import type { RayHead } from './ray-head';
import { endProcesses } from './ray-processes';
import { waitFor } from './wait-for';

/** A Python program that drives a head: a real Ray driver. */
export interface RayDriver {
  readonly pid: number;
  /** Its whole lines so far. */
  lines(): string[];
  /** Resolves with the first line that begins with `start`; rejects when the driver ends without one. */
  line(start: string, withinMs?: number): Promise<string>;
  /** Writes a line to its standard input: `input()` in the program. */
  send(line: string): void;
  /** Resolves with its exit code. */
  ended(): Promise<number | null>;
  stop(): Promise<void>;
}

/**
 * Runs `program` with `ray` imported and connected. Ray sends its own log lines elsewhere, so what the program prints are
 * its lines.
 */
export function startRayDriver(
  head: Pick<RayHead, 'address' | 'tokenFile'>,
  program: string,
  args: readonly string[] = [],
): RayDriver {
  const whole = `
import json, os, sys, time
import ray
ray.init(address=${JSON.stringify(head.address)}, log_to_driver=False, logging_level="ERROR")
print("connected", flush=True)
${program}
`;
  const id = randomUUID();
  const env = {
    ...cleanRayVariables(),
    ...(head.tokenFile === null ? {} : { RAY_AUTH_MODE: 'token', RAY_AUTH_TOKEN_PATH: head.tokenFile }),
    RAYBAR_TEST_DRIVER: id,
  };
  const child = spawn(rayEnvironment().python, ['-c', whole, ...args], {
    detached: true,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  // Behind its last line, and also where a signal ended it: neither can be told by the exit code.
  let isOver = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      isOver = true;
      resolve(code);
    });
  });
  const pid = child.pid ?? 0;
  const lines = () => output.split('\n').slice(0, -1);

  return {
    pid,
    lines,
    async line(start, withinMs = 60_000) {
      const find = () => lines().find((line) => line.startsWith(start));
      await waitFor(`the driver to print "${start}…"`, () => find() ?? isOver, { withinMs });
      const found = find();
      if (found === undefined) throw new Error(`the driver ended without "${start}":\n${output}${errors}`);
      return found;
    },
    send: (line) => void child.stdin.write(`${line}\n`),
    ended: () => ended,
    stop: () => endProcesses({ pgid: pid, mark: `RAYBAR_TEST_DRIVER=${id}` }, 3_000),
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownPort } from './own-ports';
import { waitFor } from './wait-for';

/** A program of Debian's, on a port and in a folder of its own. */
export interface OwnServer {
  readonly url: string;
  readonly port: number;
  /** Ends it by its pid; its folder goes with it. */
  stop(): Promise<void>;
}

/** A real Prometheus that scrapes one address every second. */
export async function startPrometheus(target: string): Promise<OwnServer> {
  const configuration = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [{ job_name: 'raybar', static_configs: [{ targets: [target] }] }],
  };
  return startServer('prometheus', (port, directory) => {
    // JSON is YAML.
    writeFileSync(join(directory, 'prometheus.yml'), JSON.stringify(configuration));
    return [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
  });
}

/** With `persistenceFile` it writes its groups there when it ends, and has them again when it is started anew. */
export const startPushgateway = (port?: number, persistenceFile?: string): Promise<OwnServer> =>
  startServer(
    'prometheus-pushgateway',
    (own) => [
      `--web.listen-address=127.0.0.1:${own}`,
      ...(persistenceFile === undefined ? [] : [`--persistence.file=${persistenceFile}`]),
    ],
    port,
  );

async function startServer(
  program: string,
  flags: (port: number, directory: string) => string[],
  port?: number,
): Promise<OwnServer> {
  const own = port ?? (await ownPort());
  const directory = mkdtempSync(join(tmpdir(), 'raybar-prom-'));
  let said = '';
  const child = spawn(program, flags(own, directory), { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${own}`;
  const server: OwnServer = {
    url,
    port: own,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
  try {
    await waitFor(`${program} to be ready`, async () => {
      if (child.exitCode !== null) throw new Error(`${program} ended`);
      return (await getText(`${url}/-/ready`)).status === 200;
    });
    return server;
  } catch (error) {
    await server.stop();
    throw new Error(`${String(error)}\n${said}`, { cause: error });
  }
}

export function getText(url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false, timeout: 5_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', reject);
  });
}

/** Runs promtool; resolves with what it said, or rejects with it. */
export async function promtool(args: string[], input = ''): Promise<string> {
  const child = spawn('promtool', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(input);
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`promtool ${args.join(' ')}: ${child.exitCode}\n${said}`);
  return said;
}

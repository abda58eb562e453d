import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MetricsServer } from '../../../../src/main/metrics/metrics-server';
import { freePort } from '../../../../src/main/system/free-port';
import type { RaybarError } from '../../../../src/shared/errors';
import { waitFor } from '../../../support/wait-for';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function serverOf(text: () => Promise<string> = async () => 'raybar_tasks_running 2\n') {
  const problems: (RaybarError | null)[] = [];
  const server = new MetricsServer({
    text,
    onProblem: (problem) => problems.push(problem),
    log: () => undefined,
    againAfterMs: 50,
  });
  stops.push(() => server.close());
  return { server, problems };
}

function ask(
  port: number,
  options: http.RequestOptions = {},
): Promise<{ status: number; text: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, path: '/metrics', agent: false, ...options },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      },
    );
    request.once('error', reject);
    request.end();
  });
}

const occupy = async (port: number): Promise<net.Server> => {
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  return other;
};
const free = (other: net.Server): Promise<void> => new Promise((resolve) => other.close(() => resolve()));

describe('The metrics’ server', () => {
  it('answers a scrape, and lets no page of another origin read it', async () => {
    const port = await freePort();
    const { server, problems } = serverOf();
    await server.configure({ enabled: true, host: '127.0.0.1', port });
    const { status, text, headers } = await ask(port);
    expect({ status, text }).toEqual({ status: 200, text: 'raybar_tasks_running 2\n' });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect((await ask(port, { method: 'HEAD' })).text).toBe('');
    expect((await ask(port, { path: '/' })).status).toBe(404);
    expect((await ask(port, { method: 'POST' })).headers.allow).toBe('GET, HEAD');
    expect((await ask(port, { headers: { host: 'evil.example' } })).status).toBe(403);
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
  });

  it('is not there while it is off, and follows the settings at once', async () => {
    const port = await freePort();
    const { server } = serverOf();
    await server.configure({ enabled: false, host: '127.0.0.1', port });
    await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
    await server.configure({ enabled: true, host: '127.0.0.1', port });
    expect((await ask(port)).status).toBe(200);
    const other = await freePort();
    await server.configure({ enabled: true, host: '127.0.0.1', port: other });
    await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
    expect((await ask(other)).status).toBe(200);
    await server.configure({ enabled: false, host: '127.0.0.1', port: other });
    await expect(ask(other)).rejects.toThrow('ECONNREFUSED');
  });

  it('says that a port is taken and what to do, and serves once it is free', async () => {
    const port = await freePort();
    const other = await occupy(port);
    const { server, problems } = serverOf();
    await server.configure({ enabled: true, host: '127.0.0.1', port });
    expect(problems.at(-1)).toMatchObject({
      code: 'port-taken',
      found: expect.stringContaining(String(port)),
    });
    expect(problems.at(-1)?.fixes[0]).toContain(`metrics.port ${port + 1}`);
    await free(other);
    await waitFor('metrics once the port is free', () => problems.at(-1) === null);
    expect((await ask(port)).status).toBe(200);
  });

  it('says that an address is not this machine’s', async () => {
    const { server, problems } = serverOf();
    await server.configure({ enabled: true, host: '192.0.2.1', port: await freePort() });
    expect(problems.at(-1)).toMatchObject({ code: 'metrics-not-served' });
  });

  it('forgets its trouble when it is switched off', async () => {
    const port = await freePort();
    const other = await occupy(port);
    stops.push(() => free(other));
    const { server, problems } = serverOf();
    await server.configure({ enabled: true, host: '127.0.0.1', port });
    await server.configure({ enabled: false, host: '127.0.0.1', port });
    expect(problems.at(-1)).toBeNull();
  });

  it('closes although a client keeps its connection', async () => {
    const port = await freePort();
    const { server } = serverOf();
    await server.configure({ enabled: true, host: '127.0.0.1', port });
    const agent = new http.Agent({ keepAlive: true });
    await ask(port, { agent });
    await server.close();
    agent.destroy();
    await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses headers that are too long, and more clients than it has places for', async () => {
    const port = await freePort();
    const { server } = serverOf();
    await server.configure({ enabled: true, host: '127.0.0.1', port });
    expect((await ask(port, { headers: { 'x-long': 'a'.repeat(10_000) } })).status).toBe(431);
    const idle = Array.from({ length: 16 }, () => net.connect(port, '127.0.0.1'));
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    await expect(ask(port)).rejects.toThrow(/ECONNRESET|hang up/);
    for (const socket of idle) socket.destroy();
  });

  it('answers 500 when the metrics can’t be told, and lives on', async () => {
    const port = await freePort();
    let broken = true;
    const { server } = serverOf(async () => {
      if (broken) throw new Error('no');
      return 'raybar_actors 0\n';
    });
    await server.configure({ enabled: true, host: '127.0.0.1', port });
    expect((await ask(port)).status).toBe(500);
    broken = false;
    expect((await ask(port)).status).toBe(200);
  });
});

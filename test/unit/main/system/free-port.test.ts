import net from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { freePort } from '../../../../src/main/system/free-port';

it('a free port can be listened on', async () => {
  const server = net.createServer();
  const port = await freePort({ host: '127.0.0.1' });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(server.address()).toMatchObject({ port });
  server.close();
});

it('a free port lies in none of the ranges that will not do', async () => {
  // Nearly all that the OS gives out, so that many offers must be turned down.
  const low = { from: 0, to: 45_000 };
  const ports = await Promise.all(Array.from({ length: 10 }, () => freePort({ not: [low] })));
  expect(ports.filter((port) => port <= low.to)).toEqual([]);
});

it('a free port is one of the range that is wished for, and free, as long as there is one', async () => {
  const within = await rangeOfTwo();
  const server = net.createServer();
  server.listen(within.from, '127.0.0.1');
  await once(server, 'listening');
  const host = '127.0.0.1';
  expect(await freePort({ within, host })).toBe(within.to);
  const other = await freePort({ within, host, not: [{ from: within.to, to: within.to }] });
  expect(other < within.from || other > within.to).toBe(true);
  server.close();
});

/** Two ports side by side of which both are free. */
async function rangeOfTwo(): Promise<{ from: number; to: number }> {
  for (;;) {
    const from = await freePort({ within: { from: 20_000, to: 25_998 } });
    const to = from + 1;
    const found = await freePort({ within: { from: to, to } });
    if (found === to) return { from, to };
  }
}

it('says so when no port will do', async () => {
  await expect(freePort({ not: [{ from: 0, to: 65_535 }] })).rejects.toThrow('no free port outside 0-65535');
});

import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDashboard } from '../../../src/main/ray/dashboard';
import { createGcsClient } from '../../../src/main/ray/gcs/client';
import type { GcsClient } from '../../../src/main/ray/gcs/contract';
import { joinLabelKey } from '../../../src/main/ray/join-label';
import { tokenReader } from '../../../src/main/ray/token-file';
import { ownPort } from '../../support/own-ports';
import { startRayDriver, type RayDriver } from '../../support/ray-driver';
import { startRayHead, type RayHead } from '../../support/ray-head';
import { startRayWorker, type RayWorkerNode } from '../../support/ray-worker';
import { waitFor } from '../../support/wait-for';
import { errorOf } from '../../support/error-of';

/** A head answers within milliseconds; on a busy machine it may get no core for seconds. */
const answerMs = 15_000;

describe('A GCS client and a real head in token mode', () => {
  let head: RayHead;
  let gcs: GcsClient;

  beforeAll(async () => {
    head = await startRayHead({ token: 'random', dashboard: false });
    gcs = createGcsClient({ address: head.address, token: tokenReader(head.tokenFile) });
  });
  afterAll(async () => {
    gcs.close();
    await head.stop();
  });

  const withToken = async (token: string | null) => {
    const client = createGcsClient({ address: head.address, token: () => Promise.resolve(token) });
    try {
      return await errorOf(client.checkAlive([], answerMs));
    } finally {
      client.close();
    }
  };

  it('tells the exact versions that the head runs', async () => {
    expect(await gcs.clusterMetadata(answerMs)).toMatchObject({
      rayVersion: '2.53.0',
      pythonVersion: expect.stringMatching(/^3\.\d+\.\d+$/),
    });
  });

  it('tells whether nodes are alive, and of an unknown one that it is not', async () => {
    const own = (await gcs.aliveNodes(answerMs)).find(({ isHead }) => isHead);
    const vitals = await gcs.checkAlive([own?.nodeId ?? '', 'ab'.repeat(28)], answerMs);
    expect(vitals).toEqual({ rayVersion: '2.53.0', alive: [true, false] });
  });

  it('knows a head that wants a token', async () => {
    expect(await gcs.wantsToken(answerMs)).toBe(true);
  });

  it('calls a missing token missing and a wrong one wrong', async () => {
    expect((await withToken(null)).code).toBe('token-missing');
    expect((await withToken('wrong')).code).toBe('token-wrong');
  });

  it('never says the token in an error', async () => {
    expect(JSON.stringify(await withToken('not-the-secret'))).not.toContain('not-the-secret');
  });

  it('is told an address by a head without a dashboard, too, where then nothing answers', async () => {
    const address = await gcs.dashboardAddress(answerMs);
    if (address === null) return;
    const dashboard = createDashboard({
      url: `http://${address}`,
      token: tokenReader(head.tokenFile),
      timeLimitMs: answerMs,
    });
    expect((await errorOf(dashboard.version())).code).toBe('dashboard-unreachable');
    dashboard.close();
  });

  it('answers null for a node that the head never heard of', async () => {
    expect(await gcs.node('cd'.repeat(28), answerMs)).toBeNull();
    expect(await gcs.findNodeByLabel(joinLabelKey, 'nobody', answerMs)).toBeNull();
  });

  it('sends no drain for the head’s own node, for an unknown one, or for what is no id; the head lives on', async () => {
    const own = (await gcs.aliveNodes(answerMs)).find(({ isHead }) => isHead);
    for (const nodeId of [own?.nodeId ?? '', 'cd'.repeat(28), 'ab', '', '../x']) {
      const drain = gcs.drainNode({ nodeId, ownLabel: 'any', reasonMessage: 'test' }, answerMs);
      expect((await errorOf(drain)).code).toBe('drain-refused');
    }
    expect((await gcs.aliveNodes(answerMs)).some(({ isHead, draining }) => isHead && !draining)).toBe(true);
  });

  describe('with a worker', () => {
    let worker: RayWorkerNode;
    let driver: RayDriver;
    beforeAll(async () => {
      // First the driver: its raylet is then the head's, which stays.
      driver = startRayDriver(
        head,
        `
@ray.remote(resources={"here": 0.001}, max_retries=0)
def work(mark, release):
    open(mark, "w").close()
    while not os.path.exists(release): time.sleep(0.02)
    return "done"
input()
mark, release, other = [os.path.join(sys.argv[1], name) for name in ("first-runs", "first-may-end", "second-runs")]
first = work.remote(mark, release)
while not os.path.exists(mark): time.sleep(0.02)
print("running", flush=True)
input()
second = work.remote(other, "/")
print("ready", [len(ready) for ready in ray.wait([first, second], timeout=2)], flush=True)
open(release, "w").close()
print("first", ray.get(first), flush=True)
print("second", len(ray.wait([second], timeout=1)[0]), flush=True)
`,
        [head.temporaryDirectory],
      );
      await driver.line('connected');
      worker = await startRayWorker(head, { worker: { resources: { here: 1 } } });
    });
    afterAll(async () => {
      await driver.stop();
      await worker.stop();
    });

    it('finds it by the label of its join', async () => {
      const found = await gcs.findNodeByLabel(joinLabelKey, worker.label, answerMs);
      expect(found).toMatchObject({ state: 'ALIVE', isHead: false, resourcesTotal: { CPU: 1, here: 1 } });
    });

    it('drains it: a running task goes on to its end, no new one starts, and the raylet leaves by itself', async () => {
      driver.send('start');
      await driver.line('running');
      const { nodeId } = worker.node;
      const request = { nodeId, ownLabel: worker.label, reasonMessage: 'The owner needs this machine' };
      // This client never saw the node by its label if the test before did not run: then it asks first, as after an adoption.
      expect(await gcs.drainNode(request, answerMs)).toEqual({ accepted: true, rejection: null });
      // The head's yes comes some 100 ms before the raylet itself stops taking work; then the node shows as draining.
      await waitFor('the node to be draining', async () => (await gcs.node(nodeId, answerMs))?.draining);
      driver.send('go on');
      expect(await driver.line('ready')).toBe('ready [0, 2]');
      expect(await driver.line('first')).toBe('first done');
      const dead = await waitFor('the node to leave', async () => {
        const node = await gcs.node(nodeId, answerMs);
        return node?.state === 'DEAD' && node;
      });
      expect(await driver.line('second')).toBe('second 0');
      expect(dead.death).toEqual({
        reason: 'autoscaler-drain-preempted',
        message: 'The owner needs this machine',
      });
    });
  });
});

describe('A GCS client and a head that goes away', () => {
  let head: RayHead;
  let gcs: GcsClient;

  beforeAll(async () => {
    head = await startRayHead({ dashboard: false });
    gcs = createGcsClient({ address: head.address, token: tokenReader(null) });
  });
  afterAll(async () => {
    gcs.close();
    await head.stop();
  });

  it('needs no token where the head wants none', async () => {
    expect(await gcs.wantsToken(answerMs)).toBe(false);
  });

  it('calls a stopped GCS silent, and hears it again once it goes on', async () => {
    await gcs.checkAlive([], answerMs);
    head.signalGcs('SIGSTOP');
    expect((await errorOf(gcs.checkAlive([], 500))).code).toBe('head-silent');
    expect((await errorOf(gcs.checkAlive([], 500))).code).toBe('head-silent');
    head.signalGcs('SIGCONT');
    await waitFor('an answer', () => gcs.checkAlive([], 5_000));
  });

  it('calls a killed head’s port refused, and hears a new head at the same port', async () => {
    await head.kill('SIGKILL');
    // A call that meets the connection while it breaks hears of that first.
    const told = await waitFor('an end of what breaks', async () => {
      const { code } = await errorOf(gcs.checkAlive([], answerMs));
      return code !== 'head-unreachable' && code;
    });
    expect(told).toBe('head-refused');
    await head.restart();
    await waitFor('an answer', () => gcs.checkAlive([], 5_000));
  });
});

describe('A GCS client and what is no head', () => {
  const ask = async (address: string, deadlineMs = answerMs) => {
    const client = createGcsClient({ address, token: tokenReader(null) });
    try {
      return (await errorOf(client.checkAlive([], deadlineMs))).code;
    } finally {
      client.close();
    }
  };

  const listening = async (
    answer: (socket: net.Socket) => void,
    test: (address: string) => Promise<void>,
  ) => {
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      answer(socket);
    });
    const port = await ownPort();
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve());
    });
    try {
      await test(`127.0.0.1:${port}`);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  };

  it('calls a closed port refused', async () => {
    expect(await ask(`127.0.0.1:${await ownPort()}`)).toBe('head-refused');
  });

  it('calls a listener that says nothing silent', async () => {
    await listening(
      () => undefined,
      async (address) => expect(await ask(address, 1_000)).toBe('head-silent'),
    );
  });

  it('calls a web server no Ray', async () => {
    await listening(
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'),
      async (address) => expect(await ask(address)).toBe('head-not-ray'),
    );
  });

  it('calls a name that does not exist unknown', async () => {
    expect(await ask('nowhere.invalid:6379')).toBe('head-name-unknown');
  });
});

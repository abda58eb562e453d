import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { createGcsClient } from '../../../../../src/main/ray/gcs/client';
import { rpcMethods } from '../../../../../src/main/ray/gcs/descriptors';
import { errorOf } from '../../../../support/error-of';

let server: Server | null = null;
afterEach(() => server?.forceShutdown());

/** A GCS in the moment after its start, which a real one leaves too soon to be caught in it: it answers `value` to every key. */
async function gcsThatHolds(value: string): Promise<string> {
  const started = new Server();
  server = started;
  started.addService(
    { internalKvGet: rpcMethods.internalKvGet },
    {
      internalKvGet: (_call: unknown, answer: (error: null, reply: object) => void) =>
        answer(null, { status: { code: 0, message: '' }, value: Buffer.from(value) }),
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    started.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return `127.0.0.1:${port}`;
}

const versionsOf = async (address: string): Promise<unknown> => {
  const gcs = createGcsClient({ address, token: () => Promise.resolve(null) });
  try {
    return await gcs.clusterMetadata(5_000);
  } finally {
    gcs.close();
  }
};

describe('The versions of a head', () => {
  it('are read from its GCS', async () => {
    const address = await gcsThatHolds('{"ray_version": "2.53.0", "python_version": "3.11.7", "more": 1}');
    expect(await versionsOf(address)).toEqual({ rayVersion: '2.53.0', pythonVersion: '3.11.7' });
  });

  it('are asked for again while it is just starting', async () => {
    const error = await errorOf(versionsOf(await gcsThatHolds('')));
    expect(error).toMatchObject({ code: 'head-silent', retryable: true });
    expect(error.found).toContain('just starting');
  });

  it('are none where something else is written', async () => {
    const error = await errorOf(versionsOf(await gcsThatHolds('garbled')));
    expect(error).toMatchObject({ code: 'head-not-ray', retryable: false });
  });
});

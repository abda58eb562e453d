import { Client, credentials, Metadata, status as grpcStatus, type ServiceError } from '@grpc/grpc-js';
import type { z } from 'zod';
import { RaybarFailure } from '../../../shared/errors';
import { type RpcName, rpcMethods } from './descriptors';
import { gcsFailure, headErrors } from './failures';

const channelOptions = {
  // Ray's own processes ignore http_proxy for the GCS, and so must we.
  'grpc.enable_http_proxy': 0,
  'grpc.service_config_disable_resolution': 1,
  // A renewed channel must not be given the old one's stuck connection.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.dns_min_time_between_resolutions_ms': 1_000,
  // A head that is back is seen at the next probe.
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.min_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 1_000,
  // GetAllNodeInfo of a cluster with thousands of live nodes is some MB.
  'grpc.max_receive_message_length': 64 * 2 ** 20,
};

export interface GcsCall<S extends z.ZodType> {
  method: RpcName;
  request: object;
  answer: S;
  /** What is being done, for the error's `tried`. */
  tried: string;
  deadlineMs: number;
}

export interface GcsChannel {
  call<S extends z.ZodType>(call: GcsCall<S>): Promise<z.output<S>>;
  close(): void;
}

/**
 * Unary calls to one head. A call that times out renews the connection: after a cut link, TCP's own retries (of data, and of the
 * first packet, too) come ever later, up to minutes, while a fresh connection is there at once. So no gRPC keepalive is
 * needed, which servers may punish.
 */
export function openGcsChannel(address: string, token: () => Promise<string | null>): GcsChannel {
  // The scheme is spelled out: a host named "unix" would otherwise be taken for one.
  const open = () => new Client(`dns:${address}`, credentials.createInsecure(), channelOptions);
  let current = open();
  let closed = false;

  function renew(stuck: Client) {
    if (stuck !== current || closed) return;
    current = open();
    stuck.close();
  }

  async function ask<S extends z.ZodType>(call: GcsCall<S>): Promise<z.output<S>> {
    const secret = await token();
    const metadata = new Metadata();
    if (secret !== null) metadata.set('authorization', `Bearer ${secret}`);
    const { request, deadlineMs, tried } = call;
    const method = rpcMethods[call.method];
    // The token was waited for: who asked may have let go meanwhile, and gRPC throws then.
    if (closed)
      throw new RaybarFailure(headErrors.unreachable(address, tried, 'Raybar has closed the connection'));
    const client = current;
    const answer = await new Promise<unknown>((resolve, reject) => {
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata,
        { deadline: Date.now() + deadlineMs },
        (error: ServiceError | null, value?: object) => {
          if (error === null) return resolve(value);
          if (error.code === grpcStatus.DEADLINE_EXCEEDED) renew(client);
          reject(gcsFailure(error, { address, tried, deadlineMs, withToken: secret !== null }));
        },
      );
    });
    const parsed = call.answer.safeParse(answer);
    if (parsed.success) return parsed.data;
    const detail = `its answer to ${method.path} has an unknown form`;
    throw new RaybarFailure(headErrors.notRay(address, tried, detail), { cause: parsed.error });
  }

  return {
    call: ask,
    close() {
      closed = true;
      current.close();
    },
  };
}

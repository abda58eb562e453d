import type { ServiceError } from '@grpc/grpc-js';
import { RaybarFailure, type RaybarError } from '../../../shared/errors';

/** gRPC's own numbers, written out: importing them would load all of grpc-js. */
const grpcStatus = {
  CANCELLED: 1,
  DEADLINE_EXCEEDED: 4,
  PERMISSION_DENIED: 7,
  UNIMPLEMENTED: 12,
  UNAUTHENTICATED: 16,
} as const;

const headPortHint = 'Check the port: a Ray head listens on 6379 unless it was started with another --port.';
const headRunsHint = 'Check that the head runs and that this machine reaches it.';

/** Errors of the way to the head, in one place so that TCP and gRPC say the same of the same cause. */
export const headErrors = {
  nameUnknown: (address: string, tried: string): RaybarError => ({
    code: 'head-name-unknown',
    tried,
    found: `The name in ${address} is not known to this machine's DNS.`,
    fixes: [
      'Check the spelling of the head address.',
      'Use the head’s IP address, or connect the VPN that knows its name.',
    ],
    retryable: true,
  }),
  refused: (address: string, tried: string): RaybarError => ({
    code: 'head-refused',
    tried,
    found: `${address} refused the connection: nothing listens on that port.`,
    fixes: [headPortHint, 'Check that the head runs.'],
    retryable: true,
  }),
  unreachable: (address: string, tried: string, detail: string): RaybarError => ({
    code: 'head-unreachable',
    tried,
    found: `No way to ${address}: ${detail}.`,
    fixes: [headRunsHint, 'Check the network, the VPN and the head’s firewall.'],
    retryable: true,
  }),
  silent: (address: string, tried: string, deadlineMs: number): RaybarError => ({
    code: 'head-silent',
    tried,
    found: `${address} gave no answer within ${deadlineMs / 1000} s.`,
    fixes: [headRunsHint, 'A head under heavy load answers late: look at its CPU and memory.'],
    retryable: true,
  }),
  notRay: (address: string, tried: string, detail: string): RaybarError => ({
    code: 'head-not-ray',
    tried,
    found: `Something answers at ${address}, but it is not a Ray head (${detail}).`,
    fixes: [headPortHint, 'The dashboard’s port (8265) and the client’s (10001) are other ones.'],
    retryable: false,
  }),
  starting: (address: string, tried: string, missing: string): RaybarError => ({
    code: 'head-silent',
    tried,
    found: `The head at ${address} answers, but is just starting: ${missing}.`,
    fixes: ['Raybar tries again by itself.', 'If it stays so, look at the logs of the head.'],
    retryable: true,
  }),
  tokenMissing: (address: string, tried: string): RaybarError => ({
    code: 'token-missing',
    tried,
    found: `The head at ${address} wants a token, and none is set.`,
    fixes: ['Name the file with the cluster’s token in Settings. Whoever runs the cluster has it.'],
    retryable: false,
  }),
  tokenWrong: (address: string, tried: string): RaybarError => ({
    code: 'token-wrong',
    tried,
    found: `The head at ${address} does not accept this token.`,
    fixes: [
      'Check that the token file is this cluster’s, and holds the newest token.',
      'Ask whoever runs the cluster for it.',
    ],
    retryable: false,
  }),
} as const;

export interface CallContext {
  address: string;
  tried: string;
  deadlineMs: number;
  /** Whether this call carried a token: a refusal then means that it is wrong, else that one is missing. */
  withToken: boolean;
}

const networkCause = /\b(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|ETIMEDOUT|EADDRNOTAVAIL)\b/;
/** What Node's HTTP/2 says of a peer that does not speak it: an HTTP/1 or TLS server, a database. */
const foreignProtocol = /protocol error|parse error|NGHTTP2|ERR_HTTP2|ERR_SSL|HTTP status code|content-type/i;

/** A failed gRPC call in the owner's words. grpc-js tells the cause only in its text. */
export function gcsFailure(error: ServiceError, call: CallContext): RaybarFailure {
  return new RaybarFailure(explain(error, call), { cause: error });
}

function explain(error: ServiceError, { address, tried, deadlineMs, withToken }: CallContext): RaybarError {
  const { details } = error;
  const code: number = error.code;
  switch (code) {
    case grpcStatus.UNAUTHENTICATED:
    case grpcStatus.PERMISSION_DENIED:
      return withToken ? headErrors.tokenWrong(address, tried) : headErrors.tokenMissing(address, tried);
    case grpcStatus.DEADLINE_EXCEEDED:
    case grpcStatus.CANCELLED:
      return headErrors.silent(address, tried, deadlineMs);
    case grpcStatus.UNIMPLEMENTED:
      return headErrors.notRay(address, tried, 'it speaks gRPC, but has no GCS');
    default:
  }
  if (/ENOTFOUND|EAI_AGAIN|Name resolution failed/i.test(details))
    return headErrors.nameUnknown(address, tried);
  if (details.includes('ECONNREFUSED')) return headErrors.refused(address, tried);
  const network = networkCause.exec(details)?.[1];
  if (network !== undefined) return headErrors.unreachable(address, tried, network);
  if (foreignProtocol.test(details)) return headErrors.notRay(address, tried, 'it does not speak gRPC');
  return headErrors.unreachable(address, tried, details);
}

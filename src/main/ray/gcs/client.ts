import type {
  DrainReply,
  GcsClient,
  GcsClientOptions,
  HeadVersions,
  HeadVitals,
  NodeRecord,
} from './contract';

export type { DrainReply, GcsClient, GcsClientOptions, HeadVersions, HeadVitals, NodeRecord };

/** Opens one channel to a head's GCS. Nothing is sent before the first call. */
export declare function createGcsClient(options: GcsClientOptions): GcsClient;

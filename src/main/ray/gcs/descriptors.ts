import { fromJSON, type MethodDefinition } from '@grpc/proto-loader';

// The few messages of Ray's GCS that Raybar speaks, with the field numbers of Ray 2.53's own descriptors
// (ray.core.generated.gcs_service_pb2, gcs_pb2, autoscaler_pb2). Fields that are not named here are skipped when read.

const one = (type: string, id: number) => ({ type, id });
const many = (type: string, id: number) => ({ rule: 'repeated', type, id });
const map = (type: string, id: number) => ({ keyType: 'string', type, id });
const unary = (requestType: string, responseType: string) => ({ requestType, responseType, comment: '' });

const messages = {
  GcsStatus: { fields: { code: one('int32', 1), message: one('string', 2) } },

  CheckAliveRequest: { fields: { nodeIds: many('bytes', 1) } },
  CheckAliveReply: {
    fields: { status: one('GcsStatus', 1), rayVersion: one('string', 2), rayletAlive: many('bool', 3) },
  },

  InternalKVGetRequest: { fields: { key: one('bytes', 1), namespace: one('bytes', 2) } },
  InternalKVGetReply: { fields: { status: one('GcsStatus', 1), value: one('bytes', 2) } },

  GetAllNodeInfoRequest: {
    fields: { nodeSelectors: many('NodeSelector', 2), stateFilter: one('GcsNodeState', 3) },
    oneofs: { _stateFilter: { oneof: ['stateFilter'] } },
  },
  NodeSelector: { fields: { nodeId: one('bytes', 1) } },
  GetAllNodeInfoReply: { fields: { status: one('GcsStatus', 1), nodeInfoList: many('GcsNodeInfo', 2) } },
  GcsNodeInfo: {
    fields: {
      nodeId: one('bytes', 1),
      nodeManagerAddress: one('string', 2),
      nodeManagerPort: one('int32', 5),
      state: one('GcsNodeState', 7),
      nodeManagerHostname: one('string', 8),
      resourcesTotal: map('double', 11),
      startTimeMs: one('uint64', 23),
      isHeadNode: one('bool', 25),
      labels: map('string', 26),
      stateSnapshot: one('NodeSnapshot', 28),
      deathInfo: one('NodeDeathInfo', 29),
    },
  },
  GcsNodeState: { values: { ALIVE: 0, DEAD: 1 } },
  NodeSnapshot: {
    fields: {
      state: one('NodeSnapshotState', 1),
      idleDurationMs: one('int64', 2),
      nodeActivity: many('string', 3),
    },
  },
  NodeSnapshotState: { values: { UNDEFINED: 0, IDLE: 1, ACTIVE: 2, DRAINING: 3 } },
  NodeDeathInfo: { fields: { reason: one('NodeDeathReason', 1), reasonMessage: one('string', 2) } },
  NodeDeathReason: {
    values: {
      UNSPECIFIED: 0,
      EXPECTED_TERMINATION: 1,
      UNEXPECTED_TERMINATION: 2,
      AUTOSCALER_DRAIN_PREEMPTED: 3,
      AUTOSCALER_DRAIN_IDLE: 4,
    },
  },
};

const drainMessages = {
  DrainNodeRequest: {
    fields: {
      nodeId: one('bytes', 1),
      reason: one('DrainNodeReason', 2),
      reasonMessage: one('string', 3),
      deadlineTimestampMs: one('int64', 4),
    },
  },
  DrainNodeReason: { values: { UNSPECIFIED: 0, IDLE_TERMINATION: 1, PREEMPTION: 2 } },
  DrainNodeReply: { fields: { isAccepted: one('bool', 1), rejectionReasonMessage: one('string', 2) } },
};

const rayletMessages = {
  GetNodeStatsRequest: { fields: { includeMemoryInfo: one('bool', 1) } },
  GetNodeStatsReply: { fields: { coreWorkersStats: many('CoreWorkerStats', 1) } },
  CoreWorkerStats: {
    fields: {
      actorId: one('bytes', 5),
      usedResources: map('ResourceAllocations', 6),
      taskQueueLength: one('int32', 11),
      pid: one('uint32', 17),
      workerType: one('WorkerType', 18),
      numRunningTasks: one('int64', 22),
    },
  },
  WorkerType: { values: { WORKER: 0, DRIVER: 1, SPILL_WORKER: 2, RESTORE_WORKER: 3 } },
  ResourceAllocations: { fields: { resourceSlots: many('ResourceSlot', 1) } },
  ResourceSlot: { fields: { slot: one('int64', 1), allocation: one('double', 2) } },
};

const definition = fromJSON(
  {
    nested: {
      ray: {
        nested: {
          rpc: {
            nested: {
              ...messages,
              ...rayletMessages,
              NodeInfoGcsService: {
                methods: {
                  CheckAlive: unary('CheckAliveRequest', 'CheckAliveReply'),
                  GetAllNodeInfo: unary('GetAllNodeInfoRequest', 'GetAllNodeInfoReply'),
                },
              },
              InternalKVGcsService: {
                methods: { InternalKVGet: unary('InternalKVGetRequest', 'InternalKVGetReply') },
              },
              NodeManagerService: {
                methods: { GetNodeStats: unary('GetNodeStatsRequest', 'GetNodeStatsReply') },
              },
              autoscaler: {
                nested: {
                  ...drainMessages,
                  AutoscalerStateService: {
                    methods: { DrainNode: unary('DrainNodeRequest', 'DrainNodeReply') },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  // Ray's 64-bit values here are times and durations in ms: far below 2^53.
  { keepCase: true, longs: Number, enums: String, defaults: true, arrays: true, objects: true },
);

function method(service: string, name: string): MethodDefinition<object, object> {
  const found = definition[service];
  if (found === undefined || 'format' in found) throw new Error(`no service ${service}`);
  const rpc = found[name];
  if (rpc === undefined) throw new Error(`no method ${service}/${name}`);
  return rpc;
}

/** The calls that Raybar makes; there are no others. */
export const rpcMethods = {
  checkAlive: method('ray.rpc.NodeInfoGcsService', 'CheckAlive'),
  getAllNodeInfo: method('ray.rpc.NodeInfoGcsService', 'GetAllNodeInfo'),
  internalKvGet: method('ray.rpc.InternalKVGcsService', 'InternalKVGet'),
  /** The autoscaler's; NodeInfoGcsService has another DrainNode, which unregisters. */
  drainNode: method('ray.rpc.autoscaler.AutoscalerStateService', 'DrainNode'),
  /** The one call to a raylet. */
  getNodeStats: method('ray.rpc.NodeManagerService', 'GetNodeStats'),
};

export type RpcName = keyof typeof rpcMethods;

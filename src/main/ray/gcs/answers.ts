import { z } from 'zod';
import type { NodeDeath, NodeRecord } from './contract';

// What the head answers, checked and turned into Raybar's own terms. Everything from the head is outside input.

const status = z.object({ code: z.number(), message: z.string() }).nullish();

/** An enum's name, or its number where this Ray knows a newer one than we do. */
const enumName = z.union([z.string(), z.number()]);

export const checkAliveAnswer = z.object({
  status,
  rayVersion: z.string().min(1),
  rayletAlive: z.array(z.boolean()),
});

export const keyValueAnswer = z.object({ status, value: z.instanceof(Uint8Array) });

export const drainAnswer = z.object({ isAccepted: z.boolean(), rejectionReasonMessage: z.string() });

export const clusterMetadataAnswer = z.object({
  ray_version: z.string().min(1),
  python_version: z.string().min(1),
});

const deathReasons: Record<string, NodeDeath['reason']> = {
  EXPECTED_TERMINATION: 'expected-termination',
  UNEXPECTED_TERMINATION: 'unexpected-termination',
  AUTOSCALER_DRAIN_PREEMPTED: 'autoscaler-drain-preempted',
  AUTOSCALER_DRAIN_IDLE: 'autoscaler-drain-idle',
};

const nodeInfo = z
  .object({
    nodeId: z.instanceof(Uint8Array),
    nodeManagerAddress: z.string(),
    nodeManagerHostname: z.string(),
    nodeManagerPort: z.number(),
    state: enumName,
    resourcesTotal: z.record(z.string(), z.number()),
    startTimeMs: z.number(),
    isHeadNode: z.boolean(),
    labels: z.record(z.string(), z.string()),
    stateSnapshot: z
      .object({ state: enumName, idleDurationMs: z.number(), nodeActivity: z.array(z.string()) })
      .nullish(),
    deathInfo: z.object({ reason: enumName, reasonMessage: z.string() }).nullish(),
  })
  .transform((node): NodeRecord => {
    const dead = node.state !== 'ALIVE';
    return {
      nodeId: Buffer.from(node.nodeId).toString('hex'),
      address: node.nodeManagerAddress,
      hostname: node.nodeManagerHostname,
      rayletPort: node.nodeManagerPort,
      state: dead ? 'DEAD' : 'ALIVE',
      isHead: node.isHeadNode,
      draining: node.stateSnapshot?.state === 'DRAINING',
      idleDurationMs: node.stateSnapshot?.idleDurationMs ?? 0,
      activity: node.stateSnapshot?.nodeActivity ?? [],
      labels: node.labels,
      resourcesTotal: node.resourcesTotal,
      startedAt: node.startTimeMs,
      death:
        dead && node.deathInfo
          ? {
              reason: deathReasons[String(node.deathInfo.reason)] ?? 'unspecified',
              message: node.deathInfo.reasonMessage,
            }
          : null,
    };
  });

export const nodesAnswer = z.object({ status, nodeInfoList: z.array(nodeInfo) });

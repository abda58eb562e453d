import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NodeRecord } from '../../../../../src/main/ray/gcs/contract';
import { assertOwnNode, nodeIdBytes } from '../../../../../src/main/ray/gcs/drain-guard';
import { joinLabelKey } from '../../../../../src/main/ray/join-label';
import { RaybarFailure } from '../../../../../src/shared/errors';

const hexDigits = '0123456789abcdef'.split('');
const nodeId = fc.string({ unit: fc.constantFrom(...hexDigits), minLength: 56, maxLength: 56 });
const label = fc.uuid();

const record = (parts: Partial<NodeRecord>): NodeRecord => ({
  nodeId: 'a'.repeat(56),
  address: '10.0.0.5',
  hostname: 'head',
  rayletPort: 1,
  state: 'ALIVE',
  isHead: false,
  draining: false,
  idleDurationMs: 0,
  activity: [],
  labels: {},
  resourcesTotal: {},
  startedAt: 0,
  death: null,
  ...parts,
});

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'passed';
  } catch (error) {
    return error instanceof RaybarFailure ? error.error.code : 'a bug';
  }
};

test('56 lowercase hex digits become the 28 bytes that they say', () => {
  fc.assert(
    fc.property(nodeId, (id) => {
      const bytes = nodeIdBytes(id);
      expect(bytes).toHaveLength(28);
      expect(bytes.toString('hex')).toBe(id);
    }),
  );
});

test('no other text becomes bytes: it would abort the head', () => {
  const nearly = nodeId.chain((id) =>
    fc.oneof(
      fc.constant(id.slice(1)),
      fc.constant(`${id}0`),
      fc.constant(`${id}\n`),
      fc.constant(` ${id.slice(1)}`),
      fc.constant(`0x${id.slice(2)}`),
      fc.constant(`${id.slice(1)}g`),
      fc.constant(`A${id.slice(1)}`),
    ),
  );
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
      fc.pre(!/^[0-9a-f]{56}$/.test(text) || text.length !== 56);
      expect(codeOf(() => nodeIdBytes(text))).toBe('drain-refused');
    }),
    { numRuns: 500 },
  );
});

test('only the node that carries the label of this join may be drained', () => {
  fc.assert(
    fc.property(nodeId, label, (id, own) => {
      const mine = record({ nodeId: id, labels: { [joinLabelKey]: own } });
      expect(codeOf(() => assertOwnNode(mine, id, own))).toBe('passed');
    }),
  );
});

test('a foreign, unlabelled, unknown or head node is never drained', () => {
  fc.assert(
    fc.property(nodeId, nodeId, label, label, (id, otherId, own, otherLabel) => {
      fc.pre(id !== otherId && own !== otherLabel);
      const labels = { [joinLabelKey]: own };
      const wrong = [
        null,
        record({ nodeId: otherId, labels }),
        record({ nodeId: id }),
        record({ nodeId: id, labels: { [joinLabelKey]: otherLabel } }),
        record({ nodeId: id, labels: { 'io.raybar/other': own } }),
        record({ nodeId: id, labels, isHead: true }),
      ];
      for (const one of wrong) expect(codeOf(() => assertOwnNode(one, id, own))).toBe('drain-refused');
    }),
  );
});

test('an empty label matches no node, not even one with an empty label', () => {
  const id = 'b'.repeat(56);
  const node = record({ nodeId: id, labels: { [joinLabelKey]: '' } });
  expect(codeOf(() => assertOwnNode(node, id, ''))).toBe('drain-refused');
});

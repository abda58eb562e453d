import type { FieldProblem } from '../../shared/schema-problems';
import type { ClusterSettings } from '../../shared/settings';
import type { FieldChange } from './apply-patch';

type SwitchedCluster =
  { type: 'success'; draft: Record<string, unknown> } | { type: 'error'; problems: FieldProblem[] };

/** What a cluster at an address has besides the address, until it is chosen. */
const addressDefaults = { dashboardAddress: null, tokenFile: null };

/**
 * Pure: the cluster after the changes of its fields, in whatever order they came. Another kind brings its own fields
 * with their defaults. A head address makes it the kind "address", unless the kind was chosen in the same breath.
 * The draft is still to be validated: an address may be missing.
 */
export function switchCluster(now: ClusterSettings, changes: readonly FieldChange[]): SwitchedCluster {
  // A whole cluster replaces what there was.
  const wholes = changes.flatMap(({ segments, value }) => (segments.length === 1 ? [value] : []));
  const whole = wholes.at(-1);
  const base: Record<string, unknown> = isRecord(whole) ? whole : now;
  const fields: Record<string, unknown> = Object.fromEntries(
    changes.flatMap(({ segments: [, name], value }) => (name === undefined ? [] : [[name, value]])),
  );
  const { kind: chosen, ...ofAddress } = fields;
  const kind = chosen ?? ('headAddress' in ofAddress ? 'address' : base['kind']);
  if (kind === 'address') {
    const draft = { ...addressDefaults, ...base, kind, ...ofAddress };
    if ('headAddress' in draft) return { type: 'success', draft };
    return { type: 'error', problems: [{ field: 'cluster.headAddress', message: needed }] };
  }
  const problems = Object.keys(ofAddress).map((name) => ({
    field: `cluster.${name}`,
    message:
      chosen === undefined
        ? 'set cluster.headAddress with it: no cluster at an address is chosen'
        : `a cluster of the kind ${JSON.stringify(chosen)} has no such field`,
  }));
  if (problems.length > 0) return { type: 'error', problems };
  return { type: 'success', draft: kind === base['kind'] ? base : { kind } };
}

const needed = 'needed to join a cluster at an address: host:port';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

import type { Decision } from './policy/decide';
import type { Wanted } from './worker/machine/machine';

/** What policy decided, in the worker's terms. */
export const wantedOf = (decision: Decision): Wanted =>
  decision.wanted === 'in'
    ? { kind: 'in' }
    : { kind: 'out', why: decision.drainWhy, deadlineMs: decision.deadlineMs };

import type { Decision, DecisionReason } from './decide';

const whys: Record<DecisionReason, string> = {
  'switched-on': 'you switched it on',
  'switched-off': 'you switched it off',
  paused: 'you paused it',
  'no-cluster': 'no cluster is chosen yet',
  'settings-unread': 'the settings could not be read',
  quitting: 'Raybar is quitting',
};

/** The decision in the owner's words. `clock` writes a time of day on the owner's clock. */
export function decisionText(
  decision: Decision,
  clock: (at: number) => string,
): { why: string; next: string | null } {
  const next = decision.changesAt === null ? null : `comes back by itself at ${clock(decision.changesAt)}`;
  return { why: whys[decision.why], next };
}

import path from 'node:path';
import { logDirectory, stateDirectory, type PathFacts } from '../../shared/app-paths';

export interface AppDirectories {
  /** Settings, the wish, records of what runs; Electron's userData, and so the single instance's lock. */
  readonly state: string;
  readonly logs: string;
  /** What Chromium keeps for the windows: caches, nothing of the owner's. */
  readonly session: string;
}

/** @param userDataSwitch the value of `--user-data-dir`, empty when it was not given */
export function appDirectories(
  facts: Pick<PathFacts, 'platform' | 'env' | 'home'>,
  userDataSwitch: string,
): AppDirectories {
  const chosen = facts.env['RAYBAR_STATE_DIRECTORY'] ?? '';
  const state = chosen === '' && userDataSwitch !== '' ? path.resolve(userDataSwitch) : stateDirectory(facts);
  const elsewhere = chosen !== '' || userDataSwitch !== '';
  return {
    state,
    logs: logDirectory(facts, state, elsewhere),
    session: path.join(state, 'chromium'),
  };
}

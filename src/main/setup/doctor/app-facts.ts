import os from 'node:os';
import type { Snapshot } from '../../../shared/snapshot';

/** What somebody who helps asks first. */
export interface AppFacts {
  raybar: string;
  electron: string;
  node: string;
  system: string;
  machine: string;
}

/** The versions of this Raybar and of what it runs on. */
export const appFactsOf = ({ app, machine }: Pick<Snapshot, 'app' | 'machine'>): AppFacts => ({
  raybar: app.version,
  electron: app.electron,
  node: process.version,
  system: `${os.type()} ${os.release()} (${os.version()})`,
  machine: `${machine.chip}, ${os.arch()}`,
});

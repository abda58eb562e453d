import type { RaybarError } from '../../shared/errors';
import type { StartCommand } from '../ray/start-command';

/** All that a prepared join is made of; the label is still to come. */
export interface JoinPlan {
  python: string;
  headAddress: string;
  tokenFile: string | null;
  dashboardUrl: string | null;
  rayVersion: string;
  embedded: boolean;
  command(label: string): StartCommand;
}

/** An embedded head that will not come back under its address is told by its error; null for any other head. */
export type HeadGone = (headAddress: string) => Promise<RaybarError | null>;

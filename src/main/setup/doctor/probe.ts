import type { DoctorCheck, DoctorFinding, DoctorStatus } from '../../../shared/doctor';
import type { RaybarError } from '../../../shared/errors';

/** Finds one or more of the doctor's checks out. */
export interface Probe {
  readonly checks: readonly DoctorCheck[];
  /** What it does, for when it does not come back: "Asked for the volumes’ free space". */
  readonly tried: string;
  readonly timeLimitMs: number;
  /** A finding of each of `checks`. What it rejects with is told as the reason why they are not known. */
  find(): Promise<DoctorFinding[]>;
}

type Told = Pick<DoctorFinding, 'tried' | 'found'> &
  Partial<Pick<DoctorFinding, 'code' | 'fixes' | 'actions'>>;

export const finding = (
  check: DoctorCheck,
  status: DoctorStatus,
  { tried, found, code = null, fixes = [], actions = [] }: Told,
): DoctorFinding => ({ check, status, code, tried, found, fixes, actions });

/** An error that Raybar has words for already. */
export const findingOf = (
  check: DoctorCheck,
  { code, tried, found, fixes }: RaybarError,
  actions: DoctorFinding['actions'] = [],
  status: DoctorStatus = 'failed',
): DoctorFinding => finding(check, status, { code, tried, found, fixes, actions });

/** A word of a shell's command line that stays one word. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

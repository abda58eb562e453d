import type { DoctorFinding, DoctorStatus } from '../../shared/doctor';

const gravity: Readonly<Record<DoctorStatus, number>> = { failed: 0, warning: 1, ok: 2, unavailable: 2 };

/** Pure: what is wrong comes first; all else stays in the report's order. */
export const gravestFirst = (findings: readonly DoctorFinding[]): DoctorFinding[] =>
  [...findings].sort((a, b) => gravity[a.status] - gravity[b.status]);

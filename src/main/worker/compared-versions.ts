import type { HeadVersions } from '../ray/gcs/contract';
import { pythonMatchLevelVariable } from '../ray/preflight';

/** Pure: what a head's versions are beside this machine's, which a join would take; null: there is no environment here yet. */
export function comparedVersions(here: HeadVersions | null, head: HeadVersions): string {
  const theirs = `The head has Ray ${head.rayVersion} on Python ${head.pythonVersion}`;
  if (here === null) return `${theirs}; compared with this machine’s on joining.`;
  if (here.pythonVersion === head.pythonVersion) return `${theirs}: the same.`;
  return `${theirs}, this machine Python ${here.pythonVersion}: another patch level, which ${pythonMatchLevelVariable}=minor accepts.`;
}

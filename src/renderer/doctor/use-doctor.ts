import { useCallback, useEffect, useState } from 'react';
import type { DoctorReport } from '../../shared/doctor';
import type { RaybarError } from '../../shared/errors';
import { useRaybar } from '../raybar-context';

export interface DoctorState {
  /** The last report; it stands while the next one is made. */
  readonly report: DoctorReport | null;
  readonly error: RaybarError | null;
  readonly checking: boolean;
  readonly checkAgain: () => void;
}

/** Asks the doctor when the window opens, and whenever its owner wants. */
export function useDoctor(): DoctorState {
  const { ask } = useRaybar();
  const [run, setRun] = useState(0);
  const [answered, setAnswered] = useState<Pick<DoctorState, 'report' | 'error'> & { run: number }>({
    report: null,
    error: null,
    run: -1,
  });
  useEffect(() => {
    const look = async () => {
      const answer = await ask('doctor', undefined);
      setAnswered(({ report }) =>
        answer.type === 'success'
          ? { report: answer.value, error: null, run }
          : { report, error: answer.error, run },
      );
    };
    void look();
  }, [ask, run]);
  const checkAgain = useCallback(() => setRun((last) => last + 1), []);
  return { report: answered.report, error: answered.error, checking: answered.run !== run, checkAgain };
}

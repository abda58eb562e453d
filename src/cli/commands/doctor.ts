import type { DoctorStatus } from '../../shared/doctor';
import { doctorText, hasStatus } from '../../shared/view/doctor-words';
import type { CliCommand } from '../cli-context';
import { exitCodes } from '../exit-codes';

const colours: Readonly<Record<DoctorStatus, string>> = {
  ok: '32',
  warning: '33',
  failed: '1;31',
  unavailable: '2',
};

/** Pure. */
const painted = (text: string, status: DoctorStatus): string => `\u001B[${colours[status]}m${text}\u001B[0m`;

/** The doctor's slowest check gives up after 40 s. */
const answerMs = 90_000;

export const doctorCommand: CliCommand = {
  name: 'doctor',
  usage: '',
  summary:
    'check all that a worker needs, and say what helps; exits 1 when a check failed, 0 with warnings alone',
  async run({ client, json, stdout, place, isColoured }) {
    const report = await client.invoke('doctor', undefined, { timeoutMs: answerMs });
    stdout(
      json
        ? `${JSON.stringify(report)}\n`
        : doctorText(report, place, isColoured === true ? painted : undefined),
    );
    return hasStatus(report, 'failed') ? exitCodes.failed : exitCodes.ok;
  },
};

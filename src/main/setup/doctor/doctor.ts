import {
  type DoctorCheck,
  doctorChecks,
  type DoctorFinding,
  type DoctorReport,
} from '../../../shared/doctor';
import { finding, type Probe } from './probe';

export interface DoctorParts {
  /** Those that take longest first. */
  probes: readonly Probe[];
  /** Is asked when all others have answered, and knows what they found. */
  last: (found: readonly DoctorFinding[]) => Probe;
  now: () => number;
  /** How times are written here, BCP 47. */
  locale: () => string;
  /** The owner's home directory, told as `~`; in commands to copy it stays. */
  home: string;
  /** Hears of probes that failed by themselves: faults of Raybar's. */
  log: (line: string) => void;
}

/** Each may start a command or wait for a network: more at once would tell of a machine that they slowed down. */
const probesAtOnce = 4;

/** Looks at all that a worker needs, when somebody asks; never by itself. */
export class Doctor {
  private current: Promise<DoctorReport> | null = null;

  constructor(private readonly parts: DoctorParts) {}

  /** Runs every check, each in its own time limit; a call during another joins it. Never rejects. */
  run(): Promise<DoctorReport> {
    this.current ??= this.examine().finally(() => {
      this.current = null;
    });
    return this.current;
  }

  private async examine(): Promise<DoctorReport> {
    const { probes, last, now, locale, home } = this.parts;
    const beganAt = now();
    const found: DoctorFinding[] = [];
    const waiting = [...probes];
    const work = async (): Promise<void> => {
      for (let probe = waiting.shift(); probe !== undefined; probe = waiting.shift())
        found.push(...(await this.ask(probe)));
    };
    await Promise.all(Array.from({ length: probesAtOnce }, work));
    found.push(...(await this.ask(last(found))));
    const at = now();
    return {
      at,
      durationMs: Math.max(0, at - beganAt),
      locale: locale(),
      findings: doctorChecks.map((check) =>
        withoutHome(found.find((each) => each.check === check) ?? notAsked(check), home),
      ),
    };
  }

  /** What a probe finds, or why nothing is known of its checks: one that hangs or fails hides no other. */
  private async ask(probe: Probe): Promise<DoctorFinding[]> {
    const { checks, tried, timeLimitMs } = probe;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<DoctorFinding[]>((resolve) => {
      timer = setTimeout(() => {
        const found = `There was no answer within ${timeLimitMs / 1_000} s.`;
        resolve(checks.map((check) => finding(check, 'unavailable', { tried, found })));
      }, timeLimitMs);
    });
    const answer = Promise.resolve()
      .then(() => probe.find())
      .catch((thrown: unknown) => {
        const found = thrown instanceof Error ? thrown.message : String(thrown);
        this.parts.log(`doctor: ${tried}: ${thrown instanceof Error ? (thrown.stack ?? found) : found}`);
        return checks.map((check) =>
          finding(check, 'unavailable', { tried, found: `The check itself failed: ${found}` }),
        );
      });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }
}

const notAsked = (check: DoctorCheck): DoctorFinding =>
  finding(check, 'unavailable', { tried: 'Looked for this check', found: 'This Raybar does not check it.' });

/** Shorter to read, and nobody's name in what is sent to others. */
function withoutHome(told: DoctorFinding, home: string): DoctorFinding {
  const short = (text: string): string => (home.length > 1 ? text.replaceAll(`${home}/`, '~/') : text);
  return { ...told, tried: short(told.tried), found: short(told.found), fixes: told.fixes.map(short) };
}

import type { RaybarError } from '../shared/errors';

/** What is wrong beside the worker. Of the same problem met again at the same try, the latest is kept. */
export class ProblemList {
  private problems: readonly RaybarError[] = [];

  get all(): readonly RaybarError[] {
    return this.problems;
  }

  add(...found: readonly (RaybarError | null)[]): void {
    for (const problem of found) {
      if (problem === null) continue;
      this.remove(problem);
      this.problems = [...this.problems, problem];
    }
  }

  /** It is mended: what else has its code stays. */
  remove(mended: RaybarError): void {
    this.problems = this.problems.filter(({ code, tried }) => code !== mended.code || tried !== mended.tried);
  }

  dismiss(code: string): void {
    this.problems = this.problems.filter((problem) => problem.code !== code);
  }
}

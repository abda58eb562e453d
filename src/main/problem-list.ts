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
      const others = this.problems.filter(
        ({ code, tried }) => code !== problem.code || tried !== problem.tried,
      );
      this.problems = [...others, problem];
    }
  }

  dismiss(code: string): void {
    this.problems = this.problems.filter((problem) => problem.code !== code);
  }
}

import type { z } from 'zod';

export interface FieldProblem {
  /** The path of the field, e.g. "cluster.headAddress". */
  field: string;
  message: string;
}

/** Pure: zod's issues in words for the owner, the first of each field; `within` is the path that was validated. */
export function fieldProblems(error: z.ZodError, within: readonly string[] = []): FieldProblem[] {
  const problems = new Map<string, FieldProblem>();
  for (const issue of error.issues) {
    const field = [...within, ...issue.path.map(String)].join('.');
    if (!problems.has(field)) problems.set(field, { field, message: issueMessage(issue) });
  }
  return [...problems.values()];
}

function issueMessage(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has no field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    // A key's own complaint stands inside: "a label key is letters, digits, . _ - and /".
    case 'invalid_key':
      return issue.issues[0] === undefined ? issue.message : issueMessage(issue.issues[0]);
    case 'invalid_union':
      return unionMessage(issue);
    case 'invalid_type':
    case 'invalid_value':
      return `expected ${expectation(issue)}`;
    case 'too_small':
      return `must be at least ${issue.minimum}${issue.origin === 'string' ? ' letters' : ''}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' letters' : ''}`;
    default:
      return issue.message;
  }
}

/** "auto, or 0 to 64" is a union to zod, and of its many complaints the one of the branch that came closest helps. */
function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  const firsts = issue.errors.flatMap((branch) => branch[0] ?? []);
  const close =
    firsts.find(({ path }) => path.length > 0) ??
    firsts.find(({ code }) => code !== 'invalid_type' && code !== 'invalid_value');
  if (close) return [...close.path.map(String), issueMessage(close)].join(': ');
  return firsts.length === 0
    ? issue.message
    : `expected ${[...new Set(firsts.map(expectation))].join(' or ')}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    const object = issue.expected === 'record' || issue.expected === 'object';
    if (object) return 'an object';
    return issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}`;
  }
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  return issue.message;
}

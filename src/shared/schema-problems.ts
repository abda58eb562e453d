import type { z } from 'zod';

export interface FieldProblem {
  /** The path of the field, e.g. "cluster.headAddress". */
  field: string;
  message: string;
}

/** Pure: zod's issues in words for the owner; `within` is the path that was validated. */
export function fieldProblems(error: z.ZodError, within: readonly string[] = []): FieldProblem[] {
  return error.issues.map((issue) => ({
    field: [...within, ...issue.path.map(String)].join('.'),
    message: issueMessage(issue),
  }));
}

/** "auto or 0 to 64" is a union to zod, and of its many complaints only one helps. */
function issueMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `has no field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  // A key's own complaint stands inside: "a label key is letters, digits, . _ - and /".
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  if (issue.code !== 'invalid_union') return issue.message;
  const firsts = issue.errors.flatMap((branch) => branch[0] ?? []);
  const close = firsts.find((first) => first.code !== 'invalid_type' && first.code !== 'invalid_value');
  if (close)
    return close.path.length === 0 ? issueMessage(close) : `${close.path.join('.')}: ${issueMessage(close)}`;
  const deeper = firsts.find((first) => first.path.length > 0);
  if (deeper) return `${deeper.path.join('.')}: ${issueMessage(deeper)}`;
  const expected = firsts.map(expectation);
  return expected.length === 0 ? issue.message : `expected ${[...new Set(expected)].join(' or ')}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected === 'record' ? 'an object' : `a ${issue.expected}`;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  return issue.message;
}

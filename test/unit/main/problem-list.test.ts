import { expect, it } from 'vitest';
import { ProblemList } from '../../../src/main/problem-list';
import type { RaybarError } from '../../../src/shared/errors';

const full = (tried: string, found = 'The disk is full.'): RaybarError => ({
  code: 'disk-full',
  tried,
  found,
  fixes: [],
  retryable: true,
});

it('keeps the latest of the same problem, and all that were met at something else', () => {
  const problems = new ProblemList();
  problems.add(full('Saved the wish'), null, full('Saved the settings'), full('Saved the wish', 'Again.'));
  expect(problems.all).toEqual([full('Saved the settings'), full('Saved the wish', 'Again.')]);
});

it('lets go of a problem that is mended, and of no other of its code', () => {
  const problems = new ProblemList();
  problems.add(full('Saved the wish'), full('Saved the settings'));
  problems.remove(full('Saved the wish'));
  expect(problems.all).toEqual([full('Saved the settings')]);
  problems.dismiss('disk-full');
  expect(problems.all).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { choosePython } from '../../../scripts/find-python.mjs';
import type { Problem } from '../../../scripts/problem.mjs';

const python = (version: string, hasVenv = true) => ({
  executable: `/usr/bin/python-${version}`,
  version: version.split('.').map(Number) as [number, number, number],
  hasVenv,
});

const problemOf = (choose: () => unknown): Problem => {
  try {
    choose();
  } catch (error) {
    return error as Problem;
  }
  throw new Error('nothing was thrown');
};

describe('the Python for Ray', () => {
  it('is the first that will do', () => {
    const found = [python('3.9.2'), python('3.13.0'), python('3.11.7')];
    expect(choosePython(found).version).toEqual([3, 13, 0]);
  });

  it("is the head's own version when there is one, else one of its minor version", () => {
    const found = [python('3.13.0'), python('3.11.2'), python('3.11.7')];
    expect(choosePython(found, { preferVersion: '3.11.7' }).version).toEqual([3, 11, 7]);
    expect(choosePython(found, { preferVersion: '3.11.9' }).version).toEqual([3, 11, 2]);
    expect(choosePython(found, { preferVersion: '3.12.0' }).version).toEqual([3, 13, 0]);
  });

  it('has to be able to make an environment', () => {
    expect(choosePython([python('3.12.1', false), python('3.11.7')]).version).toEqual([3, 11, 7]);
    const problem = problemOf(() => choosePython([python('3.11.2', false)]));
    expect(problem.code).toBe('no-venv');
    expect(problem.fix).toContain('apt-get install -y python3.11-venv');
    expect(problem.packages).toEqual(['python3.11-venv']);
  });

  it('is asked for when there is none, or none that is new enough, or none that Ray knows yet', () => {
    expect(problemOf(() => choosePython([])).code).toBe('no-python');
    const old = problemOf(() => choosePython([python('3.9.2'), python('3.10.4')]));
    expect(old.code).toBe('python-too-old');
    expect(old.found).toContain('3.10.4 (/usr/bin/python-3.10.4)');
    const newer = problemOf(() => choosePython([python('3.14.0')]));
    expect(newer.code).toBe('python-not-supported');
    // The system's own Python is the wrong one: to install that again would change nothing.
    if (process.platform === 'linux')
      for (const { fix } of [old, newer]) expect(fix).toMatch(/uv python install 3\.13.*RAYBAR_PYTHON/);
  });

  it('is named by RAYBAR_PYTHON, and the trouble with it too', () => {
    expect(problemOf(() => choosePython([], { chosen: '/opt/py' })).tried).toContain('RAYBAR_PYTHON=/opt/py');
  });
});

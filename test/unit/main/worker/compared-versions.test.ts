import { describe, expect, it } from 'vitest';
import { comparedVersions } from '../../../../src/main/worker/compared-versions';

const head = { rayVersion: '2.53.0', pythonVersion: '3.11.7' };

describe('The versions of a head that a join would take', () => {
  it('are the same where they are', () => {
    expect(comparedVersions(head, head)).toBe('The head has Ray 2.53.0 on Python 3.11.7: the same.');
  });

  it('are not called the same where another patch level was let pass', () => {
    const words = comparedVersions({ ...head, pythonVersion: '3.11.9' }, head);
    expect(words).toContain('3.11.7');
    expect(words).toContain('3.11.9');
    expect(words).toContain(
      'another patch level, which RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL=minor accepts',
    );
    expect(words).not.toContain('the same');
  });

  it('are compared later where Raybar’s environment is not made yet', () => {
    expect(comparedVersions(null, head)).toContain('compared with this machine’s on joining');
  });
});

import { describe, expect, it } from 'vitest';
import { problemLink } from '../../../../src/renderer/logs/problem-link';
import { logProblemChecks, type LogProblem } from '../../../../src/shared/log-problems';

type Case = readonly [LogProblem['id'], LogProblem['link'], unknown];
const maxFiles = { label: 'Copy command', shellCommand: 'sudo launchctl limit maxfiles 65536 200000' };

describe('the link of a problem', () => {
  it.each<Case>([
    ['open-files', { doctorCheck: 'open-files' }, maxFiles],
    ['open-files-limit', { doctorCheck: 'open-files' }, maxFiles],
    [
      'process-limit',
      { doctorCheck: 'open-files' },
      { shellCommand: 'sudo launchctl limit maxproc 4000 8000' },
    ],
    ['nfs-stale', { doctorCheck: 'model-cache' }, { command: 'openSettings' }],
    ['disk-full', { doctorCheck: 'disk' }, { command: 'openActivity' }],
    ['token', { errorCode: 'token-wrong' }, { command: 'openSettings' }],
  ])('%s leads to what helps', (id, link, expected) => {
    expect(problemLink({ id, link })).toMatchObject(Object(expected));
  });

  it('is there for every check', () => {
    const without = logProblemChecks.filter(
      (doctorCheck) => problemLink({ id: 'task-failed', link: { doctorCheck } }) === null,
    );
    expect(without).toStrictEqual([]);
  });
});

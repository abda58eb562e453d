import { describe, expect, it } from 'vitest';
import { problemLinks } from '../../../../src/renderer/logs/problem-link';
import { logProblemChecks, type LogProblem } from '../../../../src/shared/log-problems';

type Case = readonly [LogProblem['id'], LogProblem['link'], unknown[]];
const limits = { doctorCheck: 'open-files' };
const maxFiles = { label: 'Copy command', shellCommand: 'sudo launchctl limit maxfiles 65536 200000' };

describe('the links of a problem', () => {
  it.each<Case>([
    ['open-files', { doctorCheck: 'open-files' }, [limits, maxFiles]],
    ['open-files-limit', { doctorCheck: 'open-files' }, [limits, maxFiles]],
    [
      'process-limit',
      { doctorCheck: 'open-files' },
      [limits, { shellCommand: 'sudo launchctl limit maxproc 4000 8000' }],
    ],
    ['nfs-stale', { doctorCheck: 'model-cache' }, [{ doctorCheck: 'model-cache' }]],
    ['disk-full', { doctorCheck: 'disk' }, [{ doctorCheck: 'disk' }]],
    ['token', { errorCode: 'token-wrong' }, [{ command: 'openSettings' }]],
    ['node-dead', { errorCode: 'node-dead' }, [{ command: 'openPopover' }]],
    ['task-failed', null, []],
  ])('%s lead to what helps', (id, link, expected) => {
    expect(problemLinks({ id, link })).toMatchObject(expected);
  });

  it.each(logProblemChecks)('lead to the doctor’s check of %s', (doctorCheck) => {
    expect(problemLinks({ id: 'task-failed', link: { doctorCheck } })).toMatchObject([{ doctorCheck }]);
  });
});

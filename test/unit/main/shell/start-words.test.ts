import { describe, expect, it } from 'vitest';
import { startWords } from '../../../../src/main/shell/start-words';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { exampleSnapshot } from '../../../support/snapshots';

const cluster = (kind: Snapshot['cluster']['kind']): Snapshot['cluster'] => ({
  ...exampleSnapshot('off').cluster,
  kind,
});
const words = (changes: Partial<Snapshot>): string[] =>
  startWords(exampleSnapshot('off', { problems: [], ...changes }));

describe('the terminal that starts Raybar', () => {
  it.each([
    ['embedded', true, '  It runs a small cluster on this Mac, to try it.'],
    ['none', true, '  No cluster is chosen: it joins nothing until one is.'],
    ['address', true, '  Its cluster is lab; contributing is switched on.'],
    ['address', false, '  Its cluster is lab; contributing is switched off.'],
  ] as const)('is told of its cluster: %s', (kind, contribute, told) => {
    expect(words({ cluster: cluster(kind), wish: { contribute, pausedUntil: null } })).toEqual([told]);
  });

  it('is told of settings that can’t be read, with what to do, and of no cluster that is not there', () => {
    const problem: Snapshot['problems'][number] = {
      code: 'settings-corrupt',
      tried: 'Read the settings from /state/settings.json',
      found: 'The file is not JSON.',
      fixes: ['Choose the cluster again.'],
      retryable: false,
    };
    expect(words({ cluster: cluster('none'), problems: [problem] })).toEqual([
      '! Read the settings from /state/settings.json: The file is not JSON. (settings-corrupt)',
      '  - Choose the cluster again.',
      '  No cluster is chosen: it joins nothing until one is.',
    ]);
  });
});

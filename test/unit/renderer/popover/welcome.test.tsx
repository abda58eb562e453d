// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Popover } from '../../../../src/renderer/popover/Popover';
import { failure, success } from '../../../../src/shared/errors';
import { exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';
import { draw } from '../draw';
import type { Answers } from '../fake-bridge';

afterEach(cleanup);

const unset = exampleSnapshot('off', {
  cluster: { kind: 'none', name: '', headAddress: null, dashboardUrl: null, rayVersion: null, missing: [] },
});
const click = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));
const type = (label: string | RegExp, value: string) =>
  act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));

it('the first start offers the two ways in, and no switch', async () => {
  const bridge = await draw(<Popover />, unset);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Lend this Mac to a Ray cluster');
  expect(screen.queryByRole('switch')).toBe(null);
  await click('Try it here');
  expect(bridge.callsOf('tryHere')).toEqual([undefined]);
});

describe('joining a cluster', () => {
  const openForm = async (answers: Answers = {}) => {
    const bridge = await draw(<Popover />, unset, answers);
    await click('Join a cluster…');
    return bridge;
  };

  it('takes an address and no token file', async () => {
    const bridge = await openForm({ joinCluster: () => success([]) });
    await type('Head address', ' 10.0.0.5:6379 ');
    await click('Join');
    expect(bridge.callsOf('joinCluster')).toEqual([{ headAddress: '10.0.0.5:6379', tokenFile: null }]);
  });

  it('tells what is wrong at its field', async () => {
    await openForm({
      joinCluster: () => success([{ field: 'cluster.tokenFile', message: 'write an absolute path' }]),
    });
    await type('Head address', '10.0.0.5:6379');
    await type(/Token file/, 'token');
    await click('Join');
    expect(screen.getByLabelText(/Token file/).getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByLabelText('Head address').getAttribute('aria-invalid')).toBe(null);
    expect(screen.getByText('write an absolute path')).toBeTruthy();
  });

  it('tests before it joins, and shows each check and the fix', async () => {
    const error = exampleWorkerStates.backoff.error;
    const checks = [
      { name: 'own address' as const, ok: true, detail: '10.0.0.7' },
      { name: 'head' as const, ok: false, detail: 'nothing listens' },
    ];
    const bridge = await openForm({ testConnection: () => success({ checks, error }) });
    await type('Head address', '10.0.0.5:6379');
    await click('Test');
    expect(bridge.callsOf('testConnection')).toEqual([
      [
        [
          'cluster',
          { kind: 'address', headAddress: '10.0.0.5:6379', dashboardAddress: null, tokenFile: null },
        ],
      ],
    ]);
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toContain(
      'head failed:  nothing listens',
    );
    expect(screen.getByText(error.fixes[0] ?? '')).toBeTruthy();
    expect(bridge.callsOf('joinCluster')).toEqual([]);
  });

  it('tells an error of the command in the form', async () => {
    const error = exampleWorkerStates.failed.error;
    await openForm({ joinCluster: () => failure(error) });
    await type('Head address', '10.0.0.5:6379');
    await click('Join');
    expect(screen.getByRole('alert').textContent).toContain(error.found);
  });
});

// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsWindow } from '../../../../src/renderer/settings/SettingsWindow';
import { failure, success } from '../../../../src/shared/errors';
import { defaultSettings, type Settings } from '../../../../src/shared/settings';
import type { WorkerStateKind } from '../../../../src/shared/worker-state';
import { exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';
import { draw } from '../draw';
import type { Answers } from '../fake-bridge';

let stored: Settings;
beforeEach(() => {
  stored = {
    ...defaultSettings,
    cluster: { kind: 'address', headAddress: '10.0.0.5:6379', dashboardAddress: null, tokenFile: null },
  };
});
afterEach(cleanup);

const open = (answers: Answers = {}, kind: WorkerStateKind = 'off') =>
  draw(<SettingsWindow />, exampleSnapshot(kind), {
    settingsGet: () => success(stored),
    settingsSet: () => success([]),
    ...answers,
  });
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element));
const field = (name: string) => screen.getByRole('textbox', { name });
const type = (name: string, value: string) =>
  act(async () => void fireEvent.change(field(name), { target: { value } }));
const button = (name: string) => screen.getByRole('button', { name });
const choose = (name: string, choice: string) => {
  const group = screen.getByRole('radiogroup', { name });
  const radio = [...group.querySelectorAll('input')].find(
    (input) => input.closest('label')?.textContent === choice,
  );
  if (radio === undefined) throw new Error(`${name} has no choice ${choice}.`);
  return click(radio);
};
/** The first problem gets the focus in the next frame. */
const nextFrame = () =>
  act(() => new Promise<void>((resolve) => void requestAnimationFrame(() => resolve())));

it('says what automatic means here', async () => {
  await open();
  expect(screen.getByText('14, all of this Mac')).toBeTruthy();
  expect(screen.getByText('gpu_apple_mps: 1')).toBeTruthy();
  expect(screen.getByText('Ray’s rule, about 2 GB')).toBeTruthy();
});

it('saves what was changed and nothing else', async () => {
  const bridge = await open();
  await type('Head address', '10.0.0.6:6379');
  await choose('CPUs: automatic or own', 'Own');
  await type('CPUs', '4');
  await click(button('Save'));
  expect(bridge.callsOf('settingsSet')).toEqual([
    [
      ['cluster', { ...stored.cluster, headAddress: '10.0.0.6:6379' }],
      ['worker.cpus', 4],
    ],
  ]);
});

it('marks what is unsaved, and is clean again after a revert', async () => {
  await open();
  expect(button('Save')).toHaveProperty('disabled', true);
  await type('Head address', '10.0.0.6:6379');
  expect(document.title).toBe('Raybar Settings — Edited');
  expect(screen.getByRole('status').textContent).toBe('Unsaved changes');
  await click(button('Revert'));
  expect(field('Head address')).toHaveProperty('value', '10.0.0.5:6379');
  expect(document.title).toBe('Raybar Settings');
});

it('shows what main has stored once it is saved', async () => {
  await open({
    settingsSet: () => {
      stored = { ...stored, quit: 'keep' };
      return success([]);
    },
  });
  await choose('When Raybar quits', 'Keep contributing');
  await click(button('Save'));
  expect(screen.getByRole('status').textContent).toBe('Saved');
  expect(button('Save')).toHaveProperty('disabled', true);
});

describe('a field that is wrong', () => {
  it('is told when it is left, not while it is typed', async () => {
    await open();
    await type('Head address', 'http://lab');
    expect(screen.queryByText(/host:port/)).toBe(null);
    await act(async () => void fireEvent.focusOut(field('Head address')));
    expect(screen.getByText(/host:port/)).toBeTruthy();
  });

  it('keeps everything from being saved, and the first gets the focus', async () => {
    const bridge = await open();
    await choose('CPUs: automatic or own', 'Own');
    await type('CPUs', 'many');
    await type('Head address', 'http://lab');
    await click(button('Save'));
    await nextFrame();
    expect(bridge.callsOf('settingsSet')).toEqual([]);
    expect(screen.getByText('write a whole number from 0 to 1024')).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('2 fields need mending.');
    expect(document.activeElement).toBe(field('Head address'));
  });

  it('that only main can find is told at its field too', async () => {
    await open({
      settingsSet: () => success([{ field: 'cluster.tokenFile', message: 'this file cannot be read' }]),
    });
    await type('Token file', '/missing');
    await click(button('Save'));
    await nextFrame();
    expect(screen.getByText('this file cannot be read')).toBeTruthy();
    expect(document.activeElement).toBe(field('Token file'));
    await type('Token file', '/there');
    expect(screen.queryByText('this file cannot be read')).toBe(null);
  });
});

it('tells an error of saving', async () => {
  const error = {
    ...exampleWorkerStates.failed.error,
    code: 'disk-full' as const,
    found: 'The disk is full.',
  };
  await open({ settingsSet: () => failure(error) });
  await type('Head address', '10.0.0.6:6379');
  await click(button('Save'));
  expect(screen.getByRole('alert').textContent).toContain('The disk is full.');
  expect(button('Save')).toHaveProperty('disabled', false);
});

describe('while the worker contributes', () => {
  const consequence = 'The worker drains and joins again with the new settings.';

  it('says what saving does to it', async () => {
    await open({}, 'contributing');
    await type('Head address', '10.0.0.6:6379');
    expect(screen.getByRole('status').textContent).toBe(consequence);
  });

  it('does not say so where saving does nothing to it', async () => {
    await open({}, 'contributing');
    await choose('When Raybar quits', 'Drain');
    expect(screen.getByRole('status').textContent).toBe('Unsaved changes');
  });
});

describe('“Test connection”', () => {
  it('tries what is typed, and a change takes the report away', async () => {
    const checks = [{ name: 'head' as const, ok: true, detail: 'answers' }];
    const bridge = await open({ testConnection: () => success({ checks, error: null }) });
    await type('Head address', '10.0.0.6:6379');
    await click(button('Test connection'));
    expect(bridge.callsOf('testConnection')).toEqual([
      [['cluster', { ...stored.cluster, headAddress: '10.0.0.6:6379' }]],
    ]);
    expect(screen.getByText('answers')).toBeTruthy();
    await type('Head address', '10.0.0.7:6379');
    expect(screen.queryByText('answers')).toBe(null);
  });

  it('is not offered for fields that are wrong', async () => {
    await open();
    await type('Head address', 'lab');
    expect(button('Test connection')).toHaveProperty('disabled', true);
  });
});

it('adds and takes out entries', async () => {
  const bridge = await open();
  await click(button('Add label'));
  await type('Name of label 1', 'zone');
  await type('Value of label 1', 'desk');
  await click(button('Add label'));
  await type('Name of label 2', 'rack');
  await click(button('Take out label rack'));
  await click(button('Save'));
  expect(bridge.callsOf('settingsSet')).toEqual([[['worker.labels', { zone: 'desk' }]]]);
});

describe('metrics', () => {
  it('are served where it is switched on, at the address and port given', async () => {
    const bridge = await open();
    expect(screen.queryByRole('textbox', { name: 'Listen on' })).toBe(null);
    await click(screen.getByRole('switch', { name: 'Serve /metrics for Prometheus' }));
    expect(screen.getByText('Only programs on this machine reach it.')).toBeTruthy();
    await type('Listen on', '0.0.0.0');
    expect(screen.getByText(/without a password/)).toBeTruthy();
    await type('Port', '9900');
    await click(button('Save'));
    expect(bridge.callsOf('settingsSet')).toEqual([
      [
        ['metrics.enabled', true],
        ['metrics.host', '0.0.0.0'],
        ['metrics.port', 9900],
      ],
    ]);
  });

  it('are pushed where there is a Pushgateway, and what is wrong stays in sight when that is taken out', async () => {
    await open();
    await type('Pushgateway', 'http://10.0.0.5:9091');
    await type('Push every (s)', 'often');
    await type('Pushgateway', '');
    await click(button('Save'));
    expect(screen.getByText('write a number of seconds from 1 to 3600')).toBeTruthy();
  });
});

it('what stands beside the icon is chosen', async () => {
  const bridge = await open();
  await choose('Beside the icon', 'MPS');
  await click(button('Save'));
  expect(bridge.callsOf('settingsSet')).toEqual([[['tray.title', 'gpu']]]);
});

it('a window that is come back to shows what the terminal has changed meanwhile', async () => {
  await open();
  stored = { ...stored, drain: { deadlineMs: 120_000 } };
  await act(async () => void window.dispatchEvent(new Event('focus')));
  expect(field('Drain deadline (min)')).toHaveProperty('value', '2');
});

it('but not over what was typed', async () => {
  const bridge = await open();
  await type('Drain deadline (min)', '5');
  await act(async () => void window.dispatchEvent(new Event('focus')));
  expect(bridge.callsOf('settingsGet')).toHaveLength(1);
  expect(field('Drain deadline (min)')).toHaveProperty('value', '5');
});

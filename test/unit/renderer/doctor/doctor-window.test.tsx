// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DoctorWindow } from '../../../../src/renderer/doctor/DoctorWindow';
import { failure, success, type RaybarError, type Result } from '../../../../src/shared/errors';
import type { DoctorReport } from '../../../../src/shared/doctor';
import { exampleDoctor, examplePatient } from '../../../support/example-doctor';
import { exampleSnapshot } from '../../../support/snapshots';
import { draw } from '../draw';
import type { Answers } from '../fake-bridge';

let report: DoctorReport;
beforeEach(() => {
  report = examplePatient();
});
afterEach(cleanup);

const open = (answers: Answers = {}) =>
  draw(<DoctorWindow />, exampleSnapshot(), { doctor: () => success(report), ...answers });
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element));
const finding = (name: string) => screen.getByRole('listitem', { name: new RegExp(`^${name}`) });
const button = (name: string) => screen.getByRole('button', { name });

describe('the doctor’s window', () => {
  it('asks when it opens, and tells what is wrong first', async () => {
    const bridge = await open();
    expect(bridge.callsOf('doctor')).toHaveLength(1);
    expect(screen.getByRole('status').textContent).toBe('1 check failed, 2 warnings, 3 not known');
    const names = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
    expect(names.slice(0, 4)).toEqual(['Head', 'Open files and processes', 'Memory', 'Worker']);
    expect(names).toHaveLength(15);
  });

  it('names each state in a word, and says what was tried and what to do', async () => {
    await open();
    const head = within(finding('Head'));
    expect(head.getByText('Failed')).toBeTruthy();
    expect(head.getByText(/nothing listens on that port/)).toBeTruthy();
    expect(head.getByText(/· head-refused/)).toBeTruthy();
    expect(head.getByText('Check that the head runs.')).toBeTruthy();
    expect(within(finding('Token')).getByText('Not known')).toBeTruthy();
  });

  it('leads to what helps', async () => {
    const bridge = await open();
    await click(within(finding('Head')).getByRole('button', { name: 'Open Settings' }));
    expect(bridge.callsOf('openSettings')).toEqual([{ field: 'cluster.headAddress' }]);
    await click(within(finding('Memory')).getByRole('button', { name: 'Open Activity' }));
    expect(bridge.callsOf('openActivity')).toHaveLength(1);
    expect(button('Copy command: sudo launchctl limit maxfiles 65536 200000')).toBeTruthy();
  });

  it('checks again, keeps what it had meanwhile, and asks once at a time', async () => {
    let answer = (_report: Result<DoctorReport>): void => undefined;
    let next: NonNullable<Answers['doctor']> = () => success(report);
    const bridge = await open({ doctor: (input) => next(input) });
    next = () => new Promise((resolve) => (answer = resolve));
    await click(button('Check again'));
    expect(screen.getByRole('status').textContent).toBe('Checking…');
    expect(within(finding('Head')).getByText('Failed')).toBeTruthy();
    await click(button('Check again'));
    expect(bridge.callsOf('doctor')).toHaveLength(2);
    await act(async () => answer(success(exampleDoctor())));
    expect(screen.getByRole('status').textContent).toBe('Nothing wrong was found');
    expect(within(finding('Head')).getByText('OK')).toBeTruthy();
  });

  it('names what it checks while it waits for the first report', async () => {
    await open({ doctor: () => new Promise(() => undefined) });
    expect(screen.getByRole('status').textContent).toBe('Checking…');
    expect(screen.getAllByRole('heading', { level: 2 })).toHaveLength(15);
    expect(screen.queryByText('OK')).toBeNull();
  });

  it('says when Raybar does not answer, and can ask again', async () => {
    const error: RaybarError = {
      code: 'command-failed',
      tried: 'Carried out the command doctor',
      found: 'Something in Raybar itself went wrong.',
      fixes: ['Try again.'],
      retryable: true,
    };
    await open({ doctor: () => failure(error) });
    expect(within(screen.getByRole('alert')).getByText(error.found)).toBeTruthy();
    expect(button('Check again')).toHaveProperty('disabled', false);
  });

  it('gives the focus to the check that it was opened at, and to another one that it is asked for', async () => {
    const bridge = await open({ takeWindowTarget: () => success({ doctorCheck: 'disk' }) });
    expect(document.activeElement).toBe(finding('Disk'));
    await act(async () => bridge.emit('windowTarget', { doctorCheck: 'memory' }));
    expect(document.activeElement).toBe(finding('Memory'));
    expect(finding('Memory').dataset['wanted']).toBe('true');
  });
});

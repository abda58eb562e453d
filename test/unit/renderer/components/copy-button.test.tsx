// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { CopyButton } from '../../../../src/renderer/components/CopyButton';
import { onClipboard } from '../clipboard';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('a button that copies says so for a moment, then offers it again', async () => {
  vi.useFakeTimers();
  const written = onClipboard();
  render(<CopyButton look="plain" label="Copy command" text="ulimit -n 65536" name="Copy command: ulimit" />);
  const button = screen.getByRole('button', { name: 'Copy command: ulimit' });
  expect(button.className).toBe('button plain');
  await act(async () => void fireEvent.click(button));
  expect(written).toEqual(['ulimit -n 65536']);
  expect(screen.getByRole('button', { name: 'Copied' }).textContent).toBe('Copied');
  await act(async () => void vi.advanceTimersToNextTimer());
  expect(screen.getByRole('button', { name: 'Copy command: ulimit' }).textContent).toBe('Copy command');
});

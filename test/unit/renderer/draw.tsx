import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { success } from '../../../src/shared/errors';
import type { Snapshot } from '../../../src/shared/snapshot';
import { RaybarProvider } from '../../../src/renderer/raybar-context';
import { createSnapshotStore, followSnapshot } from '../../../src/renderer/store';
import { exampleHistory } from '../../support/example-history';
import { createFakeBridge, type Answers, type FakeBridge } from './fake-bridge';

/** Draws a window's content with a bridge that answers as given, and waits until the first answers are in. */
export async function draw(
  content: ReactNode,
  snapshot: Snapshot,
  answers: Answers = {},
): Promise<FakeBridge> {
  const bridge = createFakeBridge({
    status: () => success(snapshot),
    history: ({ span }) => success(exampleHistory({ span })),
    ...answers,
  });
  const store = createSnapshotStore();
  followSnapshot(bridge, store);
  await act(async () => {
    render(
      <RaybarProvider bridge={bridge} store={store}>
        {content}
      </RaybarProvider>,
    );
  });
  return bridge;
}

import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { setOwnLocale } from '../shared/view/own-locale';
import { windowBridge } from './bridge';
import './components/theme.css';
import './components/controls.css';
import { RaybarProvider } from './raybar-context';
import { createSnapshotStore, followSnapshot } from './store';

/** Starts a window's page: the snapshot is asked for before anything is drawn. */
export function mountWindow(content: ReactNode): void {
  const bridge = windowBridge();
  setOwnLocale(bridge.locale ?? '');
  const store = createSnapshotStore();
  // The window's end is this page's end: nobody calls what is returned.
  followSnapshot(bridge, store);
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no element #root.');
  createRoot(root).render(
    <RaybarProvider bridge={bridge} store={store}>
      {content}
    </RaybarProvider>,
  );
}

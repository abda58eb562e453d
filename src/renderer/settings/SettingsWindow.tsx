import { useEffect, useRef, type FormEvent } from 'react';
import type { Snapshot } from '../../shared/snapshot';
import { NoAnswer } from '../components/NoAnswer';
import { useSnapshotCache } from '../raybar-context';
import { useWindowTarget } from '../use-window-target';
import { autoMeans } from './auto-means';
import { ClusterSection } from './ClusterSection';
import type { Draft } from './draft';
import { focusField } from './focus-field';
import { LeavingSection } from './LeavingSection';
import { SaveBar } from './SaveBar';
import { MetricsSection } from './MetricsSection';
import { needsRejoin } from './settings-patch';
import { StartSection } from './StartSection';
import { TraySection } from './TraySection';
import { useLeftField } from './use-left-field';
import { useSaveShortcut } from './use-save-shortcut';
import { useSettingsForm, type SettingsForm } from './use-settings-form';
import { WorkerSection } from './WorkerSection';

export function SettingsWindow() {
  const { snapshot, error } = useSnapshotCache();
  const form = useSettingsForm();
  const failed = error ?? (form.draft === null ? form.error : null);
  if (failed !== null) return <NoAnswer name="Settings" className="settings-failed" error={failed} />;
  if (snapshot === null || form.draft === null) return null;
  return <SettingsFormPage snapshot={snapshot} form={form} draft={form.draft} />;
}

interface SettingsFormPageProps {
  readonly snapshot: Snapshot;
  readonly form: SettingsForm;
  readonly draft: Draft;
}

function SettingsFormPage({ snapshot, form, draft }: SettingsFormPageProps) {
  const page = useRef<HTMLFormElement>(null);
  const { edit, edited, patch, problems, save, checkField } = form;
  const { platform } = snapshot.app;
  // macOS's way to mark a window whose contents are not saved.
  useEffect(() => {
    document.title = edited ? 'Raybar Settings — Edited' : 'Raybar Settings';
  }, [edited]);

  const target = useWindowTarget();
  useEffect(() => {
    if (target !== null && 'settingsField' in target) focusField(page.current, target.settingsField);
  }, [target]);

  const saveAndShow = async () => {
    const found = await save();
    if (Object.keys(found).length > 0) focusFirstProblem(page.current);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saveAndShow();
  };
  useLeftField(page, checkField);
  useSaveShortcut(() => void saveAndShow());
  const part = { draft, edit, problems };
  const auto = autoMeans(snapshot);
  return (
    <form ref={page} className="settings" noValidate onSubmit={submit}>
      <main className="settings-parts">
        <h1 className="visually-hidden">Settings</h1>
        <ClusterSection {...part} platform={platform} patch={patch} />
        <WorkerSection {...part} auto={auto} />
        <StartSection {...part} auto={auto} />
        <LeavingSection {...part} platform={platform} />
        <TraySection {...part} platform={platform} />
        <MetricsSection {...part} auto={auto} />
      </main>
      <SaveBar form={form} consequence={consequence(snapshot, form)} />
    </form>
  );
}

/** What saving does to a worker that runs. */
function consequence({ worker }: Snapshot, { patch }: SettingsForm): string | null {
  const runs = worker.kind === 'contributing' || worker.kind === 'lost';
  if (!runs || patch === null || !needsRejoin(patch)) return null;
  return 'The worker drains and joins again with the new settings.';
}

/** The problems are drawn first, then the first of them in the page gets the focus. */
function focusFirstProblem(page: HTMLElement | null): void {
  requestAnimationFrame(() => page?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

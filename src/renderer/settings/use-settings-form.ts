import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RaybarError, Result } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import { useRaybar } from '../raybar-context';
import { draftOf, type Draft } from './draft';
import { refusedProblems, settingsOf, type Problems } from './draft-settings';
import { settingsPatch, type SettingsPatch } from './settings-patch';

export interface SettingsForm {
  /** Null until main has given the settings. */
  readonly draft: Draft | null;
  readonly edit: (change: Partial<Draft>) => void;
  readonly problems: Problems;
  /** What would be saved now; null while the form holds something that cannot be. */
  readonly patch: SettingsPatch | null;
  readonly edited: boolean;
  readonly busy: boolean;
  readonly saved: boolean;
  readonly error: RaybarError | null;
  /** Resolves with the problems that stand in the way; none when it was saved. */
  readonly save: () => Promise<Problems>;
  readonly revert: () => void;
  /** The owner left a field: what is wrong with it may be told now. */
  readonly checkField: (field: string) => void;
}

export function useSettingsForm(): SettingsForm {
  const { ask } = useRaybar();
  const [saved, setSaved] = useState<Settings | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [refused, setRefused] = useState<Problems>({});
  /** The fields whose problems are told: those that were left, and after a Save all ("" begins every path). */
  const [checked, setChecked] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [justSaved, setJustSaved] = useState(false);
  const [error, setError] = useState<RaybarError | null>(null);

  const take = useCallback((answer: Result<Settings>) => {
    if (answer.type === 'error') return setError(answer.error);
    setSaved(answer.value);
    setDraft(draftOf(answer.value));
    setError(null);
  }, []);
  useEffect(() => void ask('settingsGet', undefined).then(take), [ask, take]);

  const result = useMemo(() => (draft === null ? null : settingsOf(draft)), [draft]);
  const patch = result?.type === 'success' && saved !== null ? settingsPatch(saved, result.settings) : null;
  const edited = draft !== null && saved !== null && (patch === null || patch.length > 0);

  // The terminal can change the settings too: a window that is come back to, with nothing typed, shows what holds now.
  useEffect(() => {
    if (edited) return undefined;
    const reload = () => void ask('settingsGet', undefined).then(take);
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [edited, ask, take]);

  const edit = (change: Partial<Draft>) => {
    setDraft((before) => (before === null ? null : { ...before, ...change }));
    setRefused({});
    setJustSaved(false);
  };
  const save = async (): Promise<Problems> => {
    if (result?.type === 'invalid') {
      setChecked(['']);
      return result.problems;
    }
    if (patch === null || patch.length === 0 || busy) return {};
    setBusy(true);
    const answer = await ask('settingsSet', patch);
    setBusy(false);
    if (answer.type === 'error') {
      setError(answer.error);
      return {};
    }
    const problems = refusedProblems(answer.value);
    setRefused(problems);
    setError(null);
    if (answer.value.length > 0) return problems;
    setChecked([]);
    setJustSaved(true);
    take(await ask('settingsGet', undefined));
    return {};
  };
  const revert = () => {
    if (saved !== null) setDraft(draftOf(saved));
    setRefused({});
    setChecked([]);
    setError(null);
  };

  const checkField = useCallback((field: string) => {
    setChecked((before) => (before.includes(field) ? before : [...before, field]));
  }, []);

  const found = Object.entries(result?.type === 'invalid' ? result.problems : {});
  const told = found.filter(([path]) => checked.some((field) => path.startsWith(field)));
  const problems = { ...Object.fromEntries(told), ...refused };
  const isSaved = justSaved && !edited;
  return { draft, edit, problems, patch, edited, busy, saved: isSaved, error, save, revert, checkField };
}

import { useState } from 'react';
import type { RaybarError } from '../../shared/errors';
import type { ConnectionReport } from '../../shared/connection-report';
import { Button } from '../components/Button';
import { ConnectionChecks } from '../components/ConnectionChecks';
import { ErrorNote } from '../components/ErrorNote';
import { useRaybar } from '../raybar-context';
import type { SettingsPatch } from './settings-patch';

/** Asks the head with what the form says, saved or not. Its key is the patch, so that a change takes the report away. */
export function TestConnection({ patch }: { readonly patch: SettingsPatch | null }) {
  const { ask } = useRaybar();
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<ConnectionReport | null>(null);
  const [error, setError] = useState<RaybarError | null>(null);

  const test = async (tried: SettingsPatch) => {
    setBusy(true);
    setReport(null);
    setError(null);
    const result = await ask('testConnection', tried);
    setBusy(false);
    if (result.type === 'success') setReport(result.value);
    else setError(result.error);
  };
  return (
    <div className="test-connection">
      <div className="buttons">
        <Button isDisabled={busy || patch === null} onPress={() => void (patch !== null && test(patch))}>
          {busy ? 'Testing…' : 'Test connection'}
        </Button>
        {patch === null ? <span className="dim small">Mend the fields first.</span> : null}
      </div>
      {report === null ? null : <ConnectionChecks report={report} />}
      {error === null ? null : (
        <div role="alert">
          <ErrorNote error={error} />
        </div>
      )}
    </div>
  );
}

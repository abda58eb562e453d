import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { RaybarError } from '../../shared/errors';
import type { ConnectionReport } from '../../shared/connection-report';
import type { CommandInput } from '../../shared/ipc';
import { Button } from '../components/Button';
import { Card } from '../components/Card';
import { ConnectionChecks } from '../components/ConnectionChecks';
import { ErrorNote } from '../components/ErrorNote';
import { TextField } from '../components/TextField';
import { useRaybar } from '../raybar-context';

type Pending = 'test' | 'join' | null;

/** Where the head is and, where it wants one, the token's file; tested if wanted, then joined. */
export function JoinForm({ onBack }: { readonly onBack: () => void }) {
  const { ask } = useRaybar();
  const [headAddress, setHeadAddress] = useState('');
  const [tokenFile, setTokenFile] = useState('');
  const [pending, setPending] = useState<Pending>(null);
  const [report, setReport] = useState<ConnectionReport | null>(null);
  const [error, setError] = useState<RaybarError | null>(null);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  const begin = (what: Pending) => {
    setPending(what);
    setReport(null);
    setError(null);
    setProblems({});
  };
  const target = (): CommandInput<'joinCluster'> => ({
    headAddress: headAddress.trim(),
    tokenFile: tokenFile.trim() === '' ? null : tokenFile.trim(),
  });
  const test = async () => {
    begin('test');
    const cluster = { kind: 'address', dashboardAddress: null, ...target() };
    const result = await ask('testConnection', [['cluster', cluster]]);
    setPending(null);
    if (result.type === 'success') setReport(result.value);
    else setError(result.error);
  };
  const join = async () => {
    begin('join');
    const result = await ask('joinCluster', target());
    setPending(null);
    if (result.type === 'error') return setError(result.error);
    setProblems(Object.fromEntries(result.value.map(({ field, message }) => [fieldOf(field), message])));
    // Where it was taken, the snapshot that follows replaces this form.
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void join();
  };

  return (
    <Card name="Join a cluster">
      <form ref={form} className="join-form" onSubmit={submit} noValidate>
        <TextField
          label="Head address"
          placeholder="10.0.0.5:6379"
          value={headAddress}
          onChange={setHeadAddress}
          error={problems['headAddress']}
        />
        <TextField
          label="Token file, if the cluster wants a token"
          placeholder="~/.ray/auth_token"
          value={tokenFile}
          onChange={setTokenFile}
          error={problems['tokenFile']}
        />
        {problems['other'] === undefined ? null : (
          <p role="alert" className="field-error">
            {problems['other']}
          </p>
        )}
        {report === null ? null : <ConnectionChecks report={report} />}
        {error === null ? null : (
          <div role="alert">
            <ErrorNote error={error} />
          </div>
        )}
        <div className="buttons">
          <Button look="primary" type="submit" isDisabled={pending !== null || headAddress.trim() === ''}>
            {pending === 'join' ? 'Joining…' : 'Join'}
          </Button>
          <Button isDisabled={pending !== null || headAddress.trim() === ''} onPress={() => void test()}>
            {pending === 'test' ? 'Testing…' : 'Test'}
          </Button>
          <span className="spring" />
          <Button onPress={onBack}>Back</Button>
        </div>
      </form>
    </Card>
  );
}

/** Main names a field by its path in the settings. */
function fieldOf(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return name === 'headAddress' || name === 'tokenFile' ? name : 'other';
}

import { useEffect, useState } from 'react';
import { Dialog, Heading, ListBox, ListBoxItem, Modal, ModalOverlay } from 'react-aria-components';
import type { RaybarError } from '../../shared/errors';
import type { LogBundlePreview } from '../../shared/log-bundle';
import { formatBytes } from '../../shared/view/format';
import { Button } from '../components/Button';
import { ErrorNote } from '../components/ErrorNote';
import { useRaybar } from '../raybar-context';
import { ReadOnlyText } from './ReadOnlyText';

interface BundleDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** A diagnostics bundle: looked at first, then saved. */
export function BundleDialog({ open, onOpenChange }: BundleDialogProps) {
  return (
    <ModalOverlay className="sheet-overlay" isOpen={open} onOpenChange={onOpenChange} isDismissable>
      <Modal className="sheet bundle-sheet">
        <Dialog className="sheet-dialog">
          <Heading slot="title">Diagnostics</Heading>
          <BundleContents close={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function BundleContents({ close }: { readonly close: () => void }) {
  const { ask } = useRaybar();
  const [preview, setPreview] = useState<LogBundlePreview | null>(null);
  const [error, setError] = useState<RaybarError | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);

  useEffect(() => {
    let gone = false;
    const gather = async () => {
      const result = await ask('logsBundlePreview', undefined);
      if (gone) return;
      if (result.type === 'success') setPreview(result.value);
      else setError(result.error);
    };
    void gather();
    return () => {
      gone = true;
    };
  }, [ask]);

  const save = async () => {
    if (preview === null) return;
    const result = await ask('saveLogBundle', { id: preview.id });
    if (result.type === 'error') return setError(result.error);
    setError(null);
    setSaved(result.value);
  };
  const file = preview?.files.find(({ name }) => name === chosen) ?? preview?.files[0] ?? null;
  return (
    <>
      <p className="small dim">
        For somebody who helps you. This is all that goes in; tokens, passwords and home folders are masked.
        Nothing is sent anywhere.
      </p>
      {error === null ? null : (
        <div role="alert">
          <ErrorNote error={error} />
        </div>
      )}
      {preview === null ? (
        <output className="dim bundle-wait">{error === null ? 'Gathering…' : ''}</output>
      ) : (
        <>
          <div className="bundle-preview">
            <ListBox
              className="bundle-files"
              aria-label="Files in the bundle"
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={file === null ? [] : [file.name]}
              onSelectionChange={(keys) => {
                const [name] = keys === 'all' ? [] : [...keys];
                if (name !== undefined) setChosen(String(name));
              }}
            >
              {preview.files.map(({ name, what, bytes }) => (
                <ListBoxItem key={name} id={name} className="bundle-file" textValue={name}>
                  <span className="bundle-name">
                    <span className="ellipsis">{name}</span>
                    <span className="numbers small">{formatBytes(bytes)}</span>
                  </span>
                  <span className="small bundle-what">{what}</span>
                </ListBoxItem>
              ))}
            </ListBox>
            <ReadOnlyText
              className="bundle-text"
              name={`Contents of ${file?.name ?? 'nothing'}`}
              text={`${file?.truncated ? '…\n' : ''}${file?.text ?? ''}`}
            />
          </div>
          {preview.missing.map((line) => (
            <p key={line} className="small">
              {line}
            </p>
          ))}
        </>
      )}
      <div className="buttons sheet-buttons">
        <output className="small dim bundle-saved breakable">
          {saved === null ? '' : `Saved as ${saved}`}
        </output>
        <Button onPress={close}>Close</Button>
        <Button look="primary" isDisabled={preview === null} onPress={() => void save()}>
          Save…
        </Button>
      </div>
    </>
  );
}

import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from '../components/Button';
import { keySheet } from './log-keys';

interface KeysSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly mac: boolean;
}

/** Every key of this window. */
export function KeysSheet({ open, onOpenChange, mac }: KeysSheetProps) {
  const written = (keys: string) =>
    mac
      ? keys.replaceAll('mod ', '⌘').replace(/([⌘⇧⌥]) /g, '$1')
      : keys
          .replaceAll('mod ', 'Ctrl-')
          .replaceAll('⇧ ', 'Shift-')
          .replaceAll('⌥ ', 'Alt-')
          .replaceAll('⇧', 'Shift');
  return (
    <ModalOverlay className="sheet-overlay" isOpen={open} onOpenChange={onOpenChange} isDismissable>
      <Modal className="sheet">
        <Dialog className="sheet-dialog">
          <Heading slot="title">Keys</Heading>
          <div className="sheet-body">
            <dl className="key-list">
              {keySheet.map(([keys, what]) => (
                <div key={keys}>
                  <dt>{written(keys)}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
            <div className="buttons sheet-buttons">
              <Button slot="close" look="primary">
                Close
              </Button>
            </div>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

import { Segmented } from '../components/Segmented';
import { FormRow } from './FormRow';
import { FormSection } from './FormSection';
import type { FormSectionProps } from './form-section-props';

interface TraySectionProps extends FormSectionProps {
  readonly platform: string;
}

const titleChoices = [
  { value: 'none', label: 'Nothing' },
  { value: 'gpu', label: 'MPS' },
  { value: 'memory', label: 'Memory' },
] as const;

/** What stands in the menu bar, or in a Linux panel. */
export function TraySection({ draft, edit, platform }: TraySectionProps) {
  const mac = platform === 'darwin';
  const label = mac ? 'Beside the icon' : 'In the tooltip';
  return (
    <FormSection heading={mac ? 'Menu bar' : 'Tray'}>
      <FormRow
        label={label}
        field="tray.title"
        description={
          mac
            ? 'MPS is how busy the GPU is. A triangle on the icon tells of high memory pressure.'
            : 'Panels show no text beside an icon. A triangle on it tells of high memory pressure.'
        }
      >
        <Segmented
          name={label}
          value={draft.trayTitle}
          choices={titleChoices}
          onChange={(trayTitle) => edit({ trayTitle })}
        />
      </FormRow>
    </FormSection>
  );
}

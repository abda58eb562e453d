import { thisComputer } from '../../shared/view/words';
import { Segmented } from '../components/Segmented';
import { Switch } from '../components/Switch';
import { FormRow } from './FormRow';
import { FormSection } from './FormSection';
import type { FormSectionProps } from './form-section-props';
import { TextRow } from './TextRow';

interface LeavingSectionProps extends FormSectionProps {
  readonly platform: string;
}

const quitChoices = [
  { value: 'ask', label: 'Ask' },
  { value: 'drain', label: 'Drain' },
  { value: 'keep', label: 'Keep contributing' },
] as const;

/** How the worker goes, and what keeps it from going. */
export function LeavingSection({ draft, edit, problems, platform }: LeavingSectionProps) {
  const awakeName = `Keep ${thisComputer(platform)} awake while tasks run`;
  return (
    <FormSection heading="Leaving">
      <TextRow
        label="Drain deadline (min)"
        field="drain.deadlineMs"
        value={draft.drainMinutes}
        onChange={(drainMinutes) => edit({ drainMinutes })}
        error={problems['drain.deadlineMs']}
        description="Tasks may go on that long. What still runs then is ended: Ray runs it again elsewhere and charges no retry, but a task that may not be retried is lost."
        numeric
      />
      <FormRow
        label="When Raybar quits"
        field="quit"
        description="Drain gives running tasks 15 s. A worker that is kept goes on, and the next start takes it over."
      >
        <Segmented
          name="When Raybar quits"
          value={draft.quit}
          choices={quitChoices}
          onChange={(quit) => edit({ quit })}
        />
      </FormRow>
      <FormRow label="Keep awake" field="power.keepAwakeWhileTasksRun">
        <div className="switch-control">
          <span>While tasks run</span>
          <Switch name={awakeName} on={draft.keepAwake} onChange={(keepAwake) => edit({ keepAwake })} />
        </div>
      </FormRow>
    </FormSection>
  );
}

import { Segmented } from '../components/Segmented';
import { autoChoices, AutoRow } from './AutoRow';
import type { AutoMeans } from './auto-means';
import { EntryRows } from './EntryRows';
import { FormRow } from './FormRow';
import { FormSection } from './FormSection';
import type { FormSectionProps } from './form-section-props';

interface WorkerSectionProps extends FormSectionProps {
  readonly auto: AutoMeans;
}

/** What this machine offers to the cluster. */
export function WorkerSection({ draft, edit, problems, auto }: WorkerSectionProps) {
  return (
    <FormSection heading="What is lent">
      <AutoRow
        label="CPUs"
        field="worker.cpus"
        value={draft.cpus}
        onChange={(cpus) => edit({ cpus })}
        auto={auto.cpus}
        error={problems['worker.cpus']}
        numeric
      />
      <AutoRow
        label="GPUs"
        field="worker.gpus"
        value={draft.gpus}
        onChange={(gpus) => edit({ gpus })}
        auto={auto.gpus}
        error={problems['worker.gpus']}
        numeric
      />
      <FormRow label="Custom resources" field="worker.resources">
        <div className="auto-control">
          <Segmented
            name="Custom resources: automatic or own"
            value={draft.resources.auto ? 'auto' : 'own'}
            choices={autoChoices}
            onChange={(choice) => edit({ resources: { ...draft.resources, auto: choice === 'auto' } })}
          />
          {draft.resources.auto ? <span className="dim breakable auto-means">{auto.resources}</span> : null}
        </div>
        {draft.resources.auto ? null : (
          <EntryRows
            entry="resource"
            path="worker.resources"
            valueName="Amount"
            numeric
            rows={draft.resources.rows}
            onChange={(rows) => edit({ resources: { auto: false, rows } })}
            problems={problems}
          />
        )}
      </FormRow>
      <AutoRow
        label="Object store (GB)"
        field="worker.objectStoreBytes"
        value={draft.objectStoreGb}
        onChange={(objectStoreGb) => edit({ objectStoreGb })}
        auto={auto.objectStore}
        error={problems['worker.objectStoreBytes']}
        numeric
      />
      <FormRow label="Labels" field="worker.labels">
        <EntryRows
          entry="label"
          path="worker.labels"
          valueName="Value"
          rows={draft.labels}
          onChange={(labels) => edit({ labels })}
          problems={problems}
        />
      </FormRow>
    </FormSection>
  );
}

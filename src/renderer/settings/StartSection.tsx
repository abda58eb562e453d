import { AutoRow } from './AutoRow';
import type { AutoMeans } from './auto-means';
import { EntryRows } from './EntryRows';
import { FormRow } from './FormRow';
import { FormSection } from './FormSection';
import type { FormSectionProps } from './form-section-props';

interface StartSectionProps extends FormSectionProps {
  readonly auto: AutoMeans;
}

/** How Ray's worker is started: rarely touched. */
export function StartSection({ draft, edit, problems, auto }: StartSectionProps) {
  return (
    <FormSection heading="Ray’s worker">
      <AutoRow
        label="Own IP address"
        field="worker.nodeIpAddress"
        value={draft.nodeIpAddress}
        onChange={(nodeIpAddress) => edit({ nodeIpAddress })}
        auto={auto.nodeIpAddress}
        error={problems['worker.nodeIpAddress']}
        placeholder="10.0.0.7"
      />
      <AutoRow
        label="Python environment"
        field="worker.pythonEnvironment"
        value={draft.pythonEnvironment}
        onChange={(pythonEnvironment) => edit({ pythonEnvironment })}
        auto={auto.pythonEnvironment}
        error={problems['worker.pythonEnvironment']}
        placeholder="~/venvs/ray"
      />
      <FormRow
        label="Environment variables"
        field="worker.environment"
        description="Tasks see these. They are stored in the settings file: no place for secrets."
      >
        <EntryRows
          entry="variable"
          path="worker.environment"
          valueName="Value"
          rows={draft.environment}
          onChange={(environment) => edit({ environment })}
          problems={problems}
        />
      </FormRow>
      <AutoRow
        label="Model cache"
        field="telemetry.modelCacheDirectory"
        value={draft.modelCacheDirectory}
        onChange={(modelCacheDirectory) => edit({ modelCacheDirectory })}
        auto={auto.modelCacheDirectory}
        error={problems['telemetry.modelCacheDirectory']}
        placeholder="/Volumes/Models"
      />
    </FormSection>
  );
}

import { thisComputer } from '../../shared/view/words';
import { Segmented } from '../components/Segmented';
import { FormRow } from './FormRow';
import { FormSection } from './FormSection';
import type { FormSectionProps } from './form-section-props';
import { TestConnection } from './TestConnection';
import { TextRow } from './TextRow';
import type { SettingsPatch } from './settings-patch';

interface ClusterSectionProps extends FormSectionProps {
  readonly platform: string;
  /** What is edited and not yet saved: the test tries it. */
  readonly patch: SettingsPatch | null;
}

export function ClusterSection({ draft, edit, problems, platform, patch }: ClusterSectionProps) {
  const here = thisComputer(platform);
  const kinds = [
    ...(draft.clusterKind === 'none' ? [{ value: 'none' as const, label: 'None' }] : []),
    { value: 'embedded' as const, label: `On ${here}` },
    { value: 'address' as const, label: 'At an address' },
  ];
  return (
    <FormSection heading="Cluster">
      <FormRow label="Ray cluster" field="cluster.kind">
        <Segmented
          name="Ray cluster"
          value={draft.clusterKind}
          choices={kinds}
          onChange={(clusterKind) => edit({ clusterKind })}
        />
        {draft.clusterKind === 'embedded' ? (
          <p className="dim small">Raybar runs a small cluster on {here} only, with a token of its own.</p>
        ) : null}
      </FormRow>
      {draft.clusterKind === 'address' ? (
        <>
          <TextRow
            label="Head address"
            field="cluster.headAddress"
            placeholder="10.0.0.5:6379"
            value={draft.headAddress}
            onChange={(headAddress) => edit({ headAddress })}
            error={problems['cluster.headAddress']}
          />
          <TextRow
            label="Dashboard"
            field="cluster.dashboardAddress"
            placeholder="automatic: the head tells it"
            value={draft.dashboardAddress}
            onChange={(dashboardAddress) => edit({ dashboardAddress })}
            error={problems['cluster.dashboardAddress']}
          />
          <TextRow
            label="Token file"
            field="cluster.tokenFile"
            placeholder="none"
            value={draft.tokenFile}
            onChange={(tokenFile) => edit({ tokenFile })}
            error={problems['cluster.tokenFile']}
            description="A file that holds the cluster’s token, where the cluster wants one."
          />
        </>
      ) : null}
      {draft.clusterKind === 'none' ? null : <TestConnection key={JSON.stringify(patch)} patch={patch} />}
    </FormSection>
  );
}

import { Switch } from '../components/Switch';
import { AutoRow } from './AutoRow';
import type { AutoMeans } from './auto-means';
import { FormRow } from './FormRow';
import { FormSection } from './FormSection';
import type { FormSectionProps } from './form-section-props';
import { TextRow } from './TextRow';

interface MetricsSectionProps extends FormSectionProps {
  readonly auto: AutoMeans;
}

/** What Prometheus gets: asked for here, or pushed where it cannot ask. */
export function MetricsSection({ draft, edit, problems, auto }: MetricsSectionProps) {
  // What is wrong is in sight, also where it does not matter now.
  const hasProblem = (path: string) => Object.keys(problems).some((field) => field.startsWith(path));
  return (
    <FormSection heading="Metrics">
      <FormRow label="Prometheus" field="metrics.enabled">
        <div className="switch-control">
          <span>Serve /metrics</span>
          <Switch
            name="Serve /metrics for Prometheus"
            on={draft.metricsEnabled}
            onChange={(metricsEnabled) => edit({ metricsEnabled })}
          />
        </div>
      </FormRow>
      {draft.metricsEnabled || hasProblem('metrics.host') || hasProblem('metrics.port') ? (
        <>
          <TextRow
            label="Listen on"
            field="metrics.host"
            placeholder="127.0.0.1"
            value={draft.metricsHost}
            onChange={(metricsHost) => edit({ metricsHost })}
            error={problems['metrics.host']}
            description={reach(draft.metricsHost)}
          />
          <TextRow
            label="Port"
            field="metrics.port"
            value={draft.metricsPort}
            onChange={(metricsPort) => edit({ metricsPort })}
            error={problems['metrics.port']}
            numeric
          />
        </>
      ) : null}
      <TextRow
        label="Pushgateway"
        field="metrics.push.url"
        placeholder="none: nothing is pushed"
        value={draft.pushUrl}
        onChange={(pushUrl) => edit({ pushUrl })}
        error={problems['metrics.push.url']}
        description="For a machine that Prometheus can’t reach, e.g. http://10.0.0.5:9091"
      />
      {draft.pushUrl.trim() !== '' || hasProblem('metrics.push.') ? (
        <PushRows {...{ draft, edit, problems, auto }} />
      ) : null}
    </FormSection>
  );
}

function PushRows({ draft, edit, problems, auto }: MetricsSectionProps) {
  return (
    <>
      <TextRow
        label="Push every (s)"
        field="metrics.push.intervalMs"
        value={draft.pushSeconds}
        onChange={(pushSeconds) => edit({ pushSeconds })}
        error={problems['metrics.push.intervalMs']}
        numeric
      />
      <TextRow
        label="Job"
        field="metrics.push.job"
        value={draft.pushJob}
        onChange={(pushJob) => edit({ pushJob })}
        error={problems['metrics.push.job']}
      />
      <AutoRow
        label="Instance"
        field="metrics.push.instance"
        value={draft.pushInstance}
        onChange={(pushInstance) => edit({ pushInstance })}
        auto={auto.pushInstance}
        error={problems['metrics.push.instance']}
      />
    </>
  );
}

/** Who gets to what listens there: /metrics asks nobody for a password. */
function reach(host: string): string {
  return /^(127\.|::1$)/.test(host.trim())
    ? 'Only programs on this machine reach it.'
    : 'Every machine that reaches this address can read it, without a password.';
}

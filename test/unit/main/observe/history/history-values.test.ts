import { expect, it } from 'vitest';
import { historyValues } from '../../../../../src/main/observe/history/history-values';
import { historySeries } from '../../../../../src/shared/history';
import { noTelemetry } from '../../../../../src/shared/telemetry';
import { exampleTelemetry } from '../../../../support/example-telemetry';

it('what is kept of a sample is what the machine told', () => {
  const telemetry = exampleTelemetry(true);
  expect(historyValues(telemetry)).toMatchObject({
    gpuPercent: 63,
    gpuInUseBytes: 17.4 * 2 ** 30,
    pressureLevel: 0,
    cpuPercent: 41,
    workerCpuPercent: 108,
    networkSentBytesPerSecond: 400_000,
  });
});

it('nothing is kept as 0 that was not told', () => {
  expect(Object.values(historyValues(noTelemetry))).toEqual(historySeries.map(() => Number.NaN));
  const { gpu, ...rest } = exampleTelemetry(true);
  const blind = 'unavailable' in gpu ? gpu : { ...gpu, devicePercent: { unavailable: 'not told' } };
  expect(historyValues({ ...rest, gpu: blind })).toMatchObject({
    gpuPercent: Number.NaN,
    gpuInUseBytes: 17.4 * 2 ** 30,
  });
});

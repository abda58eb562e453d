import { ActivityHistory } from '../../src/main/observe/history/activity-history';
import { encodeHistory } from '../../src/main/observe/history/history-file';
import { historyValues } from '../../src/main/observe/history/history-values';
import { exampleTelemetry } from '../support/example-telemetry';

/** A key of `npm run bench -- telemetry`: what 24 h of history take. */
export interface HistoryBytes {
  samples: number;
  /** Of the rings and marks. */
  memoryBytes: number;
  fileBytes: number;
  limitBytes: number;
}

/** 24 h, sampled every second, with more joins and losses than a day has. */
export function historyBytes(): HistoryBytes {
  const history = new ActivityHistory();
  const samples = 86_400;
  const start = 1_795_194_120_000;
  const values = [true, false].map((busy) => historyValues(exampleTelemetry(busy)));
  for (let second = 0; second < samples; second += 1) {
    const at = start + second * 1_000;
    history.add(at, values[second % 2] ?? historyValues(exampleTelemetry(true)));
    if (second % 120 === 0) history.mark({ at, kind: 'lost', text: 'No answer, three times in a row.' });
  }
  return {
    samples,
    memoryBytes: history.byteLength,
    fileBytes: encodeHistory(history).length,
    limitBytes: 4 * 2 ** 20,
  };
}

import { join } from 'node:path';
import { LineMasker } from '../../src/main/logs/masking/line-masker';
import { oneLine } from '../../src/main/logs/masking/one-line';
import { Monitoring } from '../../src/main/monitoring';
import { CounterStore } from '../../src/main/metrics/counter-store';
import { countersSchema, noCounters } from '../../src/main/metrics/counters';
import { noPushedGroups, PushedGroups, pushedGroupsSchema } from '../../src/main/metrics/pushed-groups';
import type { ShownText } from '../../src/main/notices/task-failed';
import { HistoryStore } from '../../src/main/observe/history/history-store';
import { createJsonStore } from '../../src/main/settings/json-store';
import type { Notice } from '../../src/shared/notices';
import { defaultSettings, type Settings } from '../../src/shared/settings';

const { mask } = new LineMasker({ homes: ['/Volumes/Data/ada'], secrets: ['plainly-the-token'] });
/** With a home and a token of its own. */
export const shownText: ShownText = (text, mostCharacters) => oneLine(text, mask, mostCharacters);

/** All that Raybar makes of its snapshots, in a folder of a test's own. */
export function monitoringIn(directory: string, now: () => number = Date.now) {
  const notices: Notice[] = [];
  const logged: string[] = [];
  const log = (line: string): void => void logged.push(line);
  const store = createJsonStore({
    path: join(directory, 'counters.json'),
    schema: countersSchema,
    fallback: noCounters,
  });
  const monitoring = new Monitoring({
    historyStore: new HistoryStore({ file: join(directory, 'history.bin'), log, now }),
    counterStore: new CounterStore({ store, log }),
    pushedGroups: new PushedGroups({
      store: createJsonStore({
        path: join(directory, 'pushed-groups.json'),
        schema: pushedGroupsSchema,
        fallback: noPushedGroups,
      }),
      log,
    }),
    hostname: 'waterdeep',
    rayLogDirectory: async () => null,
    shownText: async () => shownText,
    now,
    log,
    onNotice: (notice) => notices.push(notice),
    onChange: () => undefined,
  });
  return { monitoring, notices, logged };
}

export const withMetrics = (metrics: Partial<Settings['metrics']>): Settings => ({
  ...defaultSettings,
  metrics: { ...defaultSettings.metrics, ...metrics },
});

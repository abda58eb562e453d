import { z } from 'zod';
import type { JsonStore } from '../settings/json-store';
import { type PushedGroup, pushedGroup } from './push-target';

export const pushedGroupsSchema = z.object({
  version: z.literal(1),
  /** Addresses of groups, as PushedGroup has them. */
  urls: z.array(z.string().regex(/^https?:\/\//)),
});
export type PushedGroupsFile = z.infer<typeof pushedGroupsSchema>;

export const noPushedGroups: PushedGroupsFile = { version: 1, urls: [] };

export interface PushedGroupsOptions {
  store: JsonStore<PushedGroupsFile>;
  log: (line: string) => void;
}

/**
 * The groups that lie at a Pushgateway, on disk: a Raybar that is killed, or whose settings change while it is off, finds at its next start what it
 * has to delete. There is a file only while there is such a group; it may hold the gateway's password, as the settings do, with the same mode 0600.
 */
export class PushedGroups {
  private written: string = JSON.stringify(noPushedGroups.urls);

  constructor(private readonly options: PushedGroupsOptions) {}

  /** What an earlier Raybar left. Never rejects. */
  async read(): Promise<PushedGroup[]> {
    const { value, problem } = await this.options.store.read();
    if (problem) this.options.log(`${problem.tried}: ${problem.found}`);
    this.written = JSON.stringify(value.urls);
    return value.urls.map(pushedGroup);
  }

  /** These are all that there are. Resolves when that is on disk, or can't be, which the log is told. Never rejects. */
  async keep(groups: readonly PushedGroup[]): Promise<void> {
    const { store, log } = this.options;
    const urls = groups.map(({ url }) => url);
    const next = JSON.stringify(urls);
    if (next === this.written) return;
    this.written = next;
    try {
      await (urls.length === 0 ? store.remove() : store.write({ version: 1, urls }));
    } catch (error) {
      // Tried again with the next change; without it a Raybar that is killed leaves its group.
      this.written = '';
      log(`the pushed groups are not kept: ${String(error)}`);
    }
  }
}

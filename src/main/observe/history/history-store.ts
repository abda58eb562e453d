import { readFileSync, statSync } from 'node:fs';
import { keepAside } from '../../settings/kept-aside';
import { systemErrorCode, writeWhole } from '../../settings/write-whole';
import { ActivityHistory } from './activity-history';
import { decodeHistory, encodeHistory } from './history-file';

/** A whole history has 0.2 MB; what is much longer is not read into memory. */
const fileLimitBytes = 4 * 2 ** 20;
/** So much is lost at most when the power goes. Half a gigabyte a day at most is written. */
const writeEveryMs = 60_000;

export interface HistoryStoreOptions {
  file: string;
  log: (line: string) => void;
  now: () => number;
  write?: (file: string, content: Buffer) => Promise<void>;
}

/**
 * The history and its file: read when it is first asked for, written whole once a minute and at the end. What can't be read is kept aside and the charts
 * begin anew; what can't be written is tried again with the next minute. Neither is the owner's to mend, so both are told in the log alone.
 */
export class HistoryStore {
  private timer: NodeJS.Timeout | null = null;
  private changed = false;
  private failing = false;
  private writing: Promise<void> = Promise.resolve();
  private kept: ActivityHistory | null = null;

  constructor(private readonly options: HistoryStoreOptions) {}

  /** Never throws. A day's columns take longer to read than the tray has time: whoever asks first, some samples later, waits for them. */
  get history(): ActivityHistory {
    this.kept ??= this.read() ?? new ActivityHistory();
    return this.kept;
  }

  open(): void {
    this.timer = setInterval(() => void this.writeNow(), writeEveryMs);
    this.timer.unref();
  }

  /** Something was added since the file was written. */
  touch(): void {
    this.changed = true;
  }

  /** Writes what is new and stops. Never rejects. */
  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.writeNow();
  }

  writeNow(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    if (!this.changed) return;
    this.changed = false;
    const { file, log, write = writeWhole } = this.options;
    try {
      await write(file, encodeHistory(this.history));
      this.failing = false;
    } catch (error) {
      this.changed = true;
      if (!this.failing) log(`the history can't be written to ${file}, it is tried again: ${String(error)}`);
      this.failing = true;
    }
  }

  private read(): ActivityHistory | null {
    const { file } = this.options;
    let found: string;
    try {
      const { size } = statSync(file);
      const decoded = size > fileLimitBytes ? null : decodeHistory(readFileSync(file));
      if (decoded) return decoded;
      found = 'it is not what Raybar writes there';
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return null;
      found = String(error);
    }
    // Before it is written over.
    this.writing = this.writing.then(() => this.keepAside(found));
    return null;
  }

  private async keepAside(found: string): Promise<void> {
    const { file, log, now } = this.options;
    const where = await keepAside(file, 'corrupt', now()).then(
      (aside) => `it was kept aside as ${aside}`,
      () => 'it could not be kept aside',
    );
    log(`the history in ${file} can't be used: ${found}; ${where}`);
  }
}

import { RaybarFailure } from '../../../shared/errors';
import type { LogBundlePreview } from '../../../shared/log-bundle';
import { writeWhole } from '../../settings/write-whole';
import type { MadeBundle } from './make-bundle';

/** An owner who reads a preview for longer asks for a fresh one. */
const keptMs = 10 * 60_000;

/** Keeps the bundle that was previewed last, so that what is saved is what was shown. */
export class BundleKeeper {
  private kept: { id: string; zip: Uint8Array; timer: NodeJS.Timeout } | null = null;
  private made = 0;

  constructor(private readonly make: () => Promise<MadeBundle>) {}

  async preview(): Promise<LogBundlePreview> {
    const { preview, zip } = await this.make();
    this.letGo();
    const id = `b${(this.made += 1)}`;
    const timer = setTimeout(() => this.letGo(), keptMs);
    timer.unref();
    this.kept = { id, zip, timer };
    return { id, ...preview };
  }

  /** Writes the zip, readable by the owner alone. @throws RaybarFailure where it was let go meanwhile, the error of the file system */
  async write(id: string, path: string): Promise<void> {
    if (this.kept?.id !== id) {
      throw new RaybarFailure({
        code: 'command-failed',
        tried: 'Saved a diagnostics bundle',
        found: 'It is not kept any more: a newer one was put together, or ten minutes have passed.',
        fixes: ['Look at a fresh preview and save that one.'],
        retryable: true,
      });
    }
    await writeWhole(path, this.kept.zip);
  }

  letGo(): void {
    if (this.kept !== null) clearTimeout(this.kept.timer);
    this.kept = null;
  }
}

import type { EmbeddedCluster } from './worker/embedded-cluster';

export interface EmbeddedTidyingParts {
  embedded: Pick<EmbeddedCluster, 'head' | 'stop'>;
  log: (line: string) => void;
}

/** The embedded head serves this machine's worker alone: it ends once the worker is gone and not coming back by itself. */
export class EmbeddedTidying {
  private underWay: Promise<void> | null = null;

  constructor(private readonly parts: EmbeddedTidyingParts) {}

  /** Ends the head unless it is `needed`, nothing of it runs, or it is being ended already. */
  see(needed: boolean): void {
    const { embedded, log } = this.parts;
    if (needed || !embedded.head || this.underWay) return;
    this.underWay = embedded
      .stop()
      .catch((thrown: unknown) => log(`the embedded head could not be ended: ${String(thrown)}`))
      .finally(() => {
        this.underWay = null;
      });
  }

  /** Ends the head whoever needs it, after what is under way. */
  async end(): Promise<void> {
    await this.underWay;
    await this.parts.embedded.stop();
  }
}

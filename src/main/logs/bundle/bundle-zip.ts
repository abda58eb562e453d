import { Zip, ZipDeflate } from 'fflate';

/** A zip that is written piece by piece; what was added is compressed at once, and only that is held. */
export class BundleZip {
  private readonly parts: Uint8Array[] = [];
  private readonly zip: Zip;
  private failed: Error | null = null;
  private bytes = 0;

  constructor() {
    this.zip = new Zip((error, part) => {
      if (error !== null) this.failed = error;
      else this.parts.push(part);
      this.bytes += part.length;
    });
  }

  /** So many bytes until now. */
  get size(): number {
    return this.bytes;
  }

  /** Begins a file; what is written goes there, until it is ended. One at a time. @param at its time, ms since the epoch */
  begin(name: string, at: number): { write: (text: string) => void; end: () => void } {
    const file = new ZipDeflate(name, { level: 6 });
    file.mtime = at;
    this.zip.add(file);
    return {
      write: (text) => file.push(Buffer.from(text, 'utf8')),
      end: () => file.push(new Uint8Array(0), true),
    };
  }

  /** The whole zip. @throws what went wrong on the way */
  end(): Uint8Array {
    this.zip.end();
    if (this.failed !== null) throw this.failed;
    return Buffer.concat(this.parts);
  }
}

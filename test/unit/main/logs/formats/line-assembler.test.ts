import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AssembledLine,
  LineAssembler,
  mostKeptBytes,
} from '../../../../../src/main/logs/formats/line-assembler';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (line: AssembledLine): string => new TextDecoder().decode(line.bytes);

function assemble(chunks: readonly Uint8Array[]) {
  const assembler = new LineAssembler();
  const lines = chunks.flatMap((chunk) => {
    const copy = Buffer.from(chunk);
    const found = assembler.push(copy);
    // The reader's buffer is used again.
    copy.fill(0x78);
    return found;
  });
  const last = assembler.pending();
  const tell = (line: AssembledLine) => ({ ...line, bytes: Buffer.from(line.bytes).toString('hex') });
  return { lines: lines.map(tell), pending: last === null ? null : tell(last) };
}

describe('lines out of a stream', () => {
  it('ends a line at \\n and \\r\\n, and tells where it was', () => {
    const assembler = new LineAssembler(100);
    const lines = assembler.push(bytes('one\ntwo\r\n\nfour'));
    expect(lines.map(({ start, end }) => [start, end])).toStrictEqual([
      [100, 103],
      [104, 107],
      [109, 109],
    ]);
    expect(lines.map(text)).toStrictEqual(['one', 'two', '']);
    const pending = assembler.pending();
    expect(pending === null ? null : [pending.start, pending.end, text(pending)]).toStrictEqual([
      110,
      114,
      'four',
    ]);
    expect(new LineAssembler().pending()).toBeNull();
  });

  it('keeps the last state of a progress bar', () => {
    const [line] = new LineAssembler().push(bytes('\r 0%\r 50%\r100%\r\n'));
    expect(line).toMatchObject({ start: 0, end: 14, stateBytes: 4 });
    expect(line && text(line)).toBe('100%');
  });

  it('gives the same lines however the stream is cut', () => {
    const piece = fc.constantFrom('a', 'é', '😀', '\r', '\n', '\r\n', '\u001B[31m', 'Traceback', '\uFFFD');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.nat(200), { maxLength: 10 }),
        (pieces, cuts) => {
          const whole = bytes(pieces.join(''));
          const places = [...new Set([0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length])].sort(
            (a, b) => a - b,
          );
          const chunks = places.slice(1).map((to, index) => whole.subarray(places[index], to));
          expect(assemble(chunks)).toStrictEqual(assemble([whole]));
        },
      ),
    );
  });

  it('holds no more than its bound of a line of 100 MB, and knows how long it is', () => {
    const assembler = new LineAssembler();
    const chunk = new Uint8Array(1_000_000).fill(0x61);
    for (let count = 0; count < 100; count++) expect(assembler.push(chunk)).toStrictEqual([]);
    const [line] = assembler.push(bytes('\n'));
    expect(line).toMatchObject({ start: 0, end: 100_000_000, stateBytes: 100_000_000 });
    expect(line?.bytes.length).toBe(mostKeptBytes);
    expect(line?.bytes.buffer.byteLength).toBe(mostKeptBytes);
  });

  it('holds no more of a line that comes byte by byte', () => {
    const assembler = new LineAssembler();
    for (let count = 0; count < mostKeptBytes + 1_000; count++) assembler.push(bytes('b'));
    expect(assembler.pending()).toMatchObject({ stateBytes: mostKeptBytes + 1_000 });
    expect(assembler.pending()?.bytes.length).toBe(mostKeptBytes);
  });
});

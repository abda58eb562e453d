import { closeSync, futimesSync, openSync, writeSync } from 'node:fs';

const linesAtOnce = 20_000;
const two = (value: number): string => String(value).padStart(2, '0');

const usualStart = new Date(2026, 10, 21);

/** A raylet's log, about 109 bytes a line: each ms has eight lines, each thousandth is an error. It was written when its lines say. Answers with its size. */
export function writeBenchLog(path: string, lines: number, startAt = usualStart): number {
  const file = openSync(path, 'w', 0o600);
  let bytes = 0;
  let at = startAt.getTime();
  let stamp = '';
  try {
    for (let first = 0; first < lines; first += linesAtOnce) {
      const some: string[] = [];
      for (let line = first; line < Math.min(lines, first + linesAtOnce); line += 1) {
        if (line % 8 === 0) {
          at += 1;
          stamp = stampOf(new Date(at));
        }
        const level = line % 1_000 === 0 ? 'E' : line % 50 === 0 ? 'W' : 'I';
        some.push(
          `[${stamp} ${level} 4711 ${4_000 + (line % 97)}] (raylet) node_manager.cc:${line % 900}: Resource usage row ${line} of node 5a19${line % 16}\n`,
        );
      }
      bytes += writeSync(file, some.join(''));
    }
    futimesSync(file, at / 1_000, at / 1_000);
  } finally {
    closeSync(file);
  }
  return bytes;
}

function stampOf(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time},${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** One line of it, written now. */
export const benchLine = (number: number): string =>
  `[${stampOf(new Date())} I 4711 4000] (raylet) node_manager.cc:1: appended row ${number}\n`;

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const docs = path.resolve(__dirname, '../../../docs');

it('lists every decision, by its number', () => {
  const listed = readFileSync(path.join(docs, 'architecture.md'), 'utf8')
    .split('\n')
    .flatMap((line) => /^\| \[(\d+)\]\(adr\/(\S+)\)/.exec(line)?.slice(1, 3).join(' ') ?? []);
  const files = readdirSync(path.join(docs, 'adr')).sort();
  expect(listed).toEqual(files.map((file) => `${Number.parseInt(file, 10)} ${file}`));
});

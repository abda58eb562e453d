import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { promisesRetry, withoutRetryPromises } from '../../../../../src/main/worker/machine/retry-promise';

const root = join(import.meta.dirname, '../../../../../src/main');

/** The sentences of the sources that an error's fixes may be made of: whatever speaks of Raybar doing something again. */
function promisesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(join(root, folder, file), 'utf8').split('\n'))
    .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line))
    .flatMap((line) =>
      [...line.matchAll(/['"`](Raybar\b[^'"`]*)['"`]/g)].map(([, sentence = '']) => sentence),
    )
    .filter((sentence) => /\b(again|anew|by itself)\b/.test(sentence));
}

describe('A fix that promises another try', () => {
  const sentences = ['worker', 'ray', 'system'].flatMap(promisesIn);

  it('is known as one wherever an error of the worker has it', () => {
    expect(sentences.length).toBeGreaterThan(8);
    expect(sentences.filter((sentence) => !promisesRetry(sentence))).toEqual([]);
  });

  it('is none where the owner is to do something', () => {
    for (const fix of ['Quit Raybar and start it again.', 'Then choose “Try now”.'])
      expect(promisesRetry(fix)).toBe(false);
  });

  it('is left out once Raybar gave up, and something is left to do', () => {
    const error = { code: 'raylet-exited', tried: '', found: '', retryable: false } as const;
    expect(withoutRetryPromises({ ...error, fixes: [...sentences, 'Mend it.'] }).fixes).toEqual(['Mend it.']);
    expect(withoutRetryPromises({ ...error, fixes: sentences }).fixes).toHaveLength(1);
  });
});

import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { RaybarError } from '../../shared/errors';
import { inTurn } from '../system/in-turn';
import { keepAside } from './kept-aside';
import { notWritten } from './not-written';
import { type FileOpener, systemErrorCode, writeWhole } from './write-whole';

export interface JsonStore<T> {
  /** Never rejects. A file that can't be used is kept aside, reported as state-corrupt, and the fallback stands in. */
  read(): Promise<{ value: T; problem: RaybarError | null }>;
  /** As SettingsStore.save. @throws RaybarFailure disk-full, settings-not-written */
  write(value: T): Promise<void>;
  /** A file that is not there is fine. */
  remove(): Promise<void>;
}

interface JsonStoreParts<T> {
  path: string;
  schema: z.ZodType<T>;
  /** What holds without a file. */
  fallback: T;
  /** For messages: "the wish". The file's name when left out. */
  what?: string;
  now?: () => number;
  opener?: FileOpener;
}

/** A small piece of state that outlives the app, in a file of its own, written whole and readable by the owner alone. */
export function createJsonStore<T>({
  path: file,
  schema,
  fallback,
  what = path.basename(file),
  now = Date.now,
  opener = fs,
}: JsonStoreParts<T>): JsonStore<T> {
  // Writes and removals happen in the order they were asked for.
  const next = inTurn();

  return {
    async read() {
      let found: string;
      try {
        // Synchronous for the start's sake; see settings-store.ts.
        const checked = schema.safeParse(asJson(readFileSync(file, 'utf8')));
        if (checked.success) return { value: checked.data, problem: null };
        found = 'What it holds is not what Raybar writes there.';
      } catch (error) {
        if (systemErrorCode(error) === 'ENOENT') return { value: fallback, problem: null };
        found = `It can't be read (${error instanceof Error ? error.message : String(error)}).`;
      }
      const where = await keepAside(file, 'corrupt', now()).then(
        (aside) => `It was kept aside as ${aside}.`,
        () => 'It could not be kept aside.',
      );
      const problem: RaybarError = {
        code: 'state-corrupt',
        tried: `Read ${what} from ${file}`,
        found: `${found} ${where}`,
        fixes: ['Nothing needs to be done: Raybar goes on without it.'],
        retryable: false,
      };
      return { value: fallback, problem };
    },
    write: (value) =>
      next(async () => {
        try {
          await writeWhole(file, `${JSON.stringify(schema.parse(value), null, 2)}\n`, opener);
        } catch (error) {
          throw notWritten(what, file, error);
        }
      }),
    remove: () => next(() => fs.rm(file, { force: true })),
  };
}

/** `undefined`, which no schema of a file takes, for what is no JSON. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

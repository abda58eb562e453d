import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { expandHome } from '../../worker/expand-home';

const tokenFile = z.string().nullish();
const withHead = z.object({ tokenFile }).nullish();

/** Where Raybar's files name the cluster's token; read leniently, for nothing else of them is used. */
const namedIn: readonly { file: string; schema: z.ZodType<string | null | undefined> }[] = [
  {
    file: 'settings.json',
    schema: z.object({ cluster: z.object({ tokenFile }) }).transform(({ cluster }) => cluster.tokenFile),
  },
  { file: 'worker.json', schema: withHead.transform((record) => record?.tokenFile) },
  {
    file: 'embedded-head.json',
    schema: z
      .object({ head: withHead })
      .nullish()
      .transform((record) => record?.head?.tokenFile),
  },
];

/** The files with tokens that the settings, the worker's and the embedded head's records name, without the app. */
export function recordedTokenFiles(stateDirectory: string): string[] {
  return namedIn.flatMap(({ file, schema }) => {
    const named = schema.safeParse(asJson(path.join(stateDirectory, file)));
    return named.success && named.data ? [expandHome(named.data)] : [];
  });
}

function asJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

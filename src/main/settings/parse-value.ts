import type { z } from 'zod';

/**
 * Pure: reads a value by its field's schema. The terminal gives text for everything: "4" is a number to `worker.cpus` and text to an
 * environment variable, "null" is no token file. So text is taken as it is where the field takes it, and else as JSON.
 */
export function parseValue(
  schema: z.ZodType,
  value: unknown,
): { type: 'success'; value: unknown } | { type: 'error'; error: z.ZodError } {
  const asItIs = schema.safeParse(value);
  if (asItIs.success) return { type: 'success', value: asItIs.data };
  const json = typeof value === 'string' ? parseJson(value) : undefined;
  // A word that is no JSON, and a field that wants text, are told of as they were written.
  if (json === undefined || typeof json.value === 'string') return { type: 'error', error: asItIs.error };
  const asJson = schema.safeParse(json.value);
  if (asJson.success) return { type: 'success', value: asJson.data };
  return { type: 'error', error: asJson.error };
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

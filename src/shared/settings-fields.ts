import { z } from 'zod';
import { clusterSchema, settingsSchema } from './settings';

/** A place in the settings that can be set: a field, a whole group, or one entry of a map. */
export interface SettingsField {
  /** Where it stands: ['worker', 'environment', 'HTTP_PROXY']. */
  segments: readonly string[];
  schema: z.ZodType;
  /** An entry of a map can also be taken out, by null. */
  isEntry: boolean;
}

/** The fields of each kind of cluster, `kind` apart. */
const clusterFields: ReadonlyMap<string, z.ZodType> = new Map(
  clusterSchema.options.flatMap((option) =>
    Object.entries<z.ZodType>(option.shape).filter(([name]) => name !== 'kind'),
  ),
);

const clusterKinds = z.enum(['none', 'embedded', 'address']);

/** Every path that can be set, for suggestions and for help; an entry of a map adds `.NAME`. */
export const settingsPaths: readonly string[] = [
  'cluster.kind',
  ...[...clusterFields.keys()].map((name) => `cluster.${name}`),
  ...leafPaths(settingsSchema.omit({ version: true, cluster: true }), []),
];

function leafPaths(schema: z.ZodType, within: readonly string[]): string[] {
  if (!(schema instanceof z.ZodObject)) return [within.join('.')];
  return Object.entries<z.ZodType>(schema.shape).flatMap(([name, field]) =>
    leafPaths(field, [...within, name]),
  );
}

/** Pure: the field that a dotted path names, or null. */
export function findSettingsField(path: string): SettingsField | null {
  const segments = path.split('.');
  const [group, name, ...rest] = segments;
  if (group === 'version') return null;
  if (group === 'cluster' && name !== undefined) {
    if (rest.length > 0) return null;
    const schema = name === 'kind' ? clusterKinds : clusterFields.get(name);
    return schema === undefined ? null : { segments, schema, isEntry: false };
  }
  let schema: z.ZodType = settingsSchema;
  for (const [depth, segment] of segments.entries()) {
    const record = recordIn(schema);
    // All that follows is the entry's name: a label key may hold dots.
    if (record !== null) {
      const entry = segments.slice(depth).join('.');
      return entry === ''
        ? null
        : { segments: [...segments.slice(0, depth), entry], schema: record, isEntry: true };
    }
    if (!(schema instanceof z.ZodObject)) return null;
    const next: unknown = Object.hasOwn(schema.shape, segment) ? schema.shape[segment] : undefined;
    if (!(next instanceof z.ZodType)) return null;
    schema = next;
  }
  return { segments, schema, isEntry: false };
}

/** The values' schema of a map, or of the map that "auto" can be replaced with. */
function recordIn(schema: z.ZodType): z.ZodType | null {
  if (schema instanceof z.ZodRecord) return schema.valueType instanceof z.ZodType ? schema.valueType : null;
  if (!(schema instanceof z.ZodUnion)) return null;
  for (const option of schema.options) {
    const record = option instanceof z.ZodType ? recordIn(option) : null;
    if (record !== null) return record;
  }
  return null;
}

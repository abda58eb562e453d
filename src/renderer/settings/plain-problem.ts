import type { FieldProblem } from '../../shared/schema-problems';

/** What a field wants, where the schema's own words would speak of types. */
const wanted: Readonly<Record<string, string>> = {
  'worker.nodeIpAddress': 'write an IP address, e.g. 10.0.0.7',
  'worker.cpus': 'write a whole number from 0 to 1024',
  'worker.gpus': 'write a number from 0 to 64',
  'worker.objectStoreBytes': 'write a number of GB, at least 0.074',
  'worker.pythonEnvironment': 'write an absolute path, or one that begins with ~/',
  'cluster.tokenFile': 'write an absolute path, or one that begins with ~/',
  'telemetry.modelCacheDirectory': 'write an absolute path, or one that begins with ~/',
  'metrics.host': 'write an IP address of this machine, e.g. 127.0.0.1',
  'metrics.port': 'write a whole number from 1 to 65535',
  'metrics.push.intervalMs': 'write a number of seconds from 1 to 3600',
  'metrics.push.job': 'give it a name',
  'metrics.push.instance': 'give it a name',
  'drain.deadlineMs': 'write a number of minutes from 0.25 to 1440',
};

/** The form's own finding in words for who fills it in. */
export function plainProblem({ field, message }: FieldProblem): FieldProblem {
  if (field.startsWith('worker.resources.') && /^(expected|must)/.test(message)) {
    return { field, message: 'write a whole number, 0 or more' };
  }
  return { field, message: wanted[field] ?? message };
}

/**
 * The problem at the entry that it is about. "auto, or a map" is a union to the schema: a resource's problem stands at
 * the whole map, as "shelf: expected a number". Main tells it so too.
 */
export function problemAtEntry({ field, message }: FieldProblem): FieldProblem {
  const colon = message.lastIndexOf(': ');
  if (field !== 'worker.resources' || colon === -1) return { field, message };
  return { field: `worker.resources.${message.slice(0, colon)}`, message: message.slice(colon + 2) };
}

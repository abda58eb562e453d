/** What a field wants, where the schema's own words would speak of types. */
const wanted: Readonly<Record<string, string>> = {
  'worker.nodeIpAddress': 'write an IP address, e.g. 10.0.0.7',
  'worker.cpus': 'write a whole number from 0 to 1024',
  'worker.gpus': 'write a number from 0 to 64',
  'worker.objectStoreBytes': 'write a number of GB, at least 0.074',
  'worker.pythonEnvironment': 'write an absolute path, or one that begins with ~/',
  'cluster.tokenFile': 'write an absolute path, or one that begins with ~/',
  'drain.deadlineMs': 'write a number of minutes from 0.25 to 1440',
};

/** @param field the path in the settings. @param message the schema's words, kept where they are the better ones. */
export function plainMessage(field: string, message: string): string {
  if (field.startsWith('worker.resources.')) {
    return message.startsWith('expected') || message.startsWith('must')
      ? 'write a number, 0 or more'
      : message;
  }
  return wanted[field] ?? message;
}

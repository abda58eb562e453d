/** In this order: the quick ones first, and the build before what runs it. */
export const CHECK_NAMES = /** @type {const} */ ([
  'format',
  'lint',
  'types',
  'unit',
  'integration',
  'build',
  'e2e',
]);

/** @typedef {(typeof CHECK_NAMES)[number]} CheckName */

export const TEST_USAGE = `Usage: npm test [-- CHECK…]

Prepares what this machine lacks and runs the checks, all of them or those named:
  ${CHECK_NAMES.join(' ')}
`;

/**
 * @param {string[]} args
 * @returns {{checks: CheckName[], usage: boolean, problem?: string}}
 */
export function readTestArguments(args) {
  if (args.includes('--help') || args.includes('-h')) return { checks: [], usage: true };
  const unknown = args.filter((arg) => !isCheckName(arg));
  if (unknown.length > 0) return { checks: [], usage: true, problem: `Unknown check: ${unknown.join(' ')}` };
  const named = args.filter(isCheckName);
  // e2e starts what is built.
  if (named.includes('e2e')) named.push('build');
  return { checks: named.length > 0 ? named : [...CHECK_NAMES], usage: false };
}

/**
 * @param {string} name
 * @returns {name is CheckName}
 */
const isCheckName = (name) => CHECK_NAMES.some((known) => known === name);

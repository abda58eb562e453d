import { Problem } from './problem.mjs';
import { SHELL_SPECIAL } from './shell-special.mjs';

/**
 * The Python environment lies in the checkout. Told before anything is prepared: minutes of downloads would end in an environment that can't be used.
 *
 * @param {string} root
 * @throws {Problem}
 */
export function checkCheckoutPath(root) {
  const [character] = SHELL_SPECIAL.exec(root) ?? [];
  if (character === undefined) return;
  const what = /\s/.test(character) ? 'a space' : character;
  throw new Problem({
    code: 'unusable-path',
    tried: `Preparing Raybar in ${root}`,
    found: `the path of the checkout has ${what} in it, and Ray cannot run from such a path`,
    fix: 'Move the checkout to a folder whose path has no spaces, quotes or brackets, and run it again there.',
  });
}

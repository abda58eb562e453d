// The first thing that every script loads, also on a Node that is far too old: nothing newer than ES2018 here.

/** 20.19 is the first that can `require` an ES module, which the electron package does. */
export const OLDEST_NODE = [20, 19];
export const OLDEST_NPM = [10, 0];

/**
 * @param {string} version
 * @param {readonly number[]} oldest
 */
export function isOlder(version, oldest) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

/**
 * @param {string} node `process.version`
 * @param {string} [userAgent] npm tells its version here, when it is npm that starts us.
 * @returns {string | undefined} What is wrong, and what to do.
 */
export function nodeTrouble(node, userAgent) {
  if (isOlder(node, OLDEST_NODE)) {
    return `Raybar needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${node}.
What to do: install it from nodejs.org, or with \`nvm install 22\` or \`brew install node\`, and run this again.`;
  }
  const npm = /npm\/(\d+\.\d+\.\d+)/.exec(userAgent || '');
  if (npm && isOlder(npm[1], OLDEST_NPM)) {
    return `Raybar needs npm ${OLDEST_NPM[0]} or newer, and this is ${npm[1]}.
What to do: \`npm install --global npm@10\`, and run this again.`;
  }
  return undefined;
}

/** @param {() => Promise<{main: (args: string[]) => Promise<number>}>} load Loads what may need the right Node. */
export function runOnRightNode(load) {
  const trouble = nodeTrouble(process.version, process.env.npm_config_user_agent);
  if (trouble) {
    process.stderr.write(`${trouble}\n`);
    process.exitCode = 1;
    return;
  }
  load()
    .then(({ main }) => main(process.argv.slice(2)))
    .then(
      (code) => process.exit(code),
      (error) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
        process.exit(1);
      },
    );
}

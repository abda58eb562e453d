export const BENCH_NAMES = /** @type {const} */ (['join', 'drain', 'idle', 'start', 'telemetry', 'logs']);

/** @typedef {(typeof BENCH_NAMES)[number]} BenchName */

export const BENCH_USAGE = `Usage: npm run bench -- NAME [--rounds N] [--json]

Runs Raybar's arm and the reference arm in turn, in one run:
  join    off → contributing, against plain \`ray start\` → ALIVE on the head
  drain   click → the head places nothing here any more, against \`ray drain-node\`
  idle    CPU and memory of the whole app with no window, against a bare Electron tray
  start   start → the tray's icon is there, against the same
  logs    first screen, end, search, following and memory on a log of 1 GB, against \`grep -c\`
  telemetry  CPU time of one sample of the machine's readings, against systeminformation

  --rounds N  how often each arm runs; each bench has its own default
  --json      one JSON object as the last line
`;

/**
 * @typedef {object} BenchArguments
 * @property {BenchName | null} name null: only the usage is wanted.
 * @property {number | null} rounds null: the bench's own default.
 * @property {boolean} json
 * @property {string} [problem]
 *
 * @param {string[]} args
 * @returns {BenchArguments}
 */
export function readBenchArguments(args) {
  /** @type {string[]} */
  const names = [];
  let json = false;
  /** @type {number | null} */
  let rounds = null;
  const words = args.flatMap((arg) => (arg.startsWith('--rounds=') ? arg.split('=', 2) : [arg]));
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '--help' || word === '-h') return { name: null, rounds, json };
    if (word === '--json') json = true;
    else if (word === '--rounds') {
      rounds = Number(words[(index += 1)]);
      if (!Number.isInteger(rounds) || rounds < 1) return refuse('--rounds takes a whole number from 1 on.');
    } else if (word.startsWith('-')) return refuse(`Unknown option: ${word}`);
    else names.push(word);
  }
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) return refuse('Name one bench.');
  if (!isBenchName(name)) return refuse(`There is no bench ${name}.`);
  return { name, rounds, json };
}

/** @param {string} problem @returns {BenchArguments} */
const refuse = (problem) => ({ name: null, rounds: null, json: false, problem });

/**
 * @param {string} name
 * @returns {name is BenchName}
 */
const isBenchName = (name) => BENCH_NAMES.some((known) => known === name);
